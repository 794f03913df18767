#!/usr/bin/env node
import { execute } from '../dist/src/cli/execute.js';

await execute(import.meta.url);
