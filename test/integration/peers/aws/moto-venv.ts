import { installed } from '../installed.js';

/** The Python of a virtual environment that holds moto, which `install.sh` makes the first time and knows the place of. */
export function motoPython(): Promise<string> {
  return installed('moto');
}
