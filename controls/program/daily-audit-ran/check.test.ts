import { testControl } from '../../../test/helpers/control-cases.js';
import check from './check.js';

testControl(import.meta.url, check);
