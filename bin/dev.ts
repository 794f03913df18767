#!/usr/bin/env -S npx tsx
import { execute } from '../src/cli/execute.js';

process.env['NODE_ENV'] = 'development';
await execute(import.meta.url);
