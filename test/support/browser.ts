import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Said where the page cannot be tested, so that nobody takes silence for success. */
const HOW_TO_GET_IT =
  'no Chromium on this machine: install it with `apt-get install -y chromium` (or name one in ' +
  'RELAIS_CHROMIUM), or set RELAIS_WITHOUT_BROWSER=1 to leave the page untested';

/** The page is left untested on purpose. */
export const withoutBrowser = process.env['RELAIS_WITHOUT_BROWSER'] === '1';
/** The pictures of the documentation are taken anew. */
export const takesPictures = process.env['RELAIS_SCREENSHOTS'] === '1';

function findChromium(): string {
  const named = process.env['RELAIS_CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found =
    named ??
    NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
      existsSync(path),
    );
  if (found === undefined) throw new Error(HOW_TO_GET_IT);
  return found;
}

/** A real browser that talks to nobody by itself. Throws with what to install when there is none. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
