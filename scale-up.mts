import { scaleAccount } from './bench/scale-account.js';
const { moto, seeded } = await scaleAccount('1');
console.log(moto.url, seeded);
setTimeout(() => { void moto.stop(); process.exit(0); }, 3 * 3600_000);
