import { runEngine, type ParentPort } from './process';
import { renderScriptBeside } from './render-script';

/** Only a utility process has one; Electron's own types are not for code that plain Node runs too. */
const { parentPort } = process as unknown as { readonly parentPort: ParentPort };

runEngine(parentPort, { renderScript: renderScriptBeside(__dirname) });
