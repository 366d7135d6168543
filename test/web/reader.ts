/** Somebody who has a page open and reads: what comes to it live, and whether the place is kept. */
import type { Page } from 'playwright-core';

const patienceMs = 240_000;
const pollMs = 150;

interface Place {
  readonly selector: string;
  /** What stands there as well; anything when absent. */
  readonly words?: readonly string[];
}

/** Notes from now on which steps of the ladder are read at a place, in the order of their coming. */
export const noteLevels = (page: Page, { selector, words = [] }: Place): Promise<void> =>
  page.evaluate(`(() => {
    document.body.dataset.sameDocument = 'yes';
    const seen = (window.seenLevels = []);
    const look = () => {
      const words = [...document.querySelectorAll(${JSON.stringify(selector)})]
        .map((one) => one.textContent)
        .filter((some) => ${JSON.stringify(words)}.every((word) => some.includes(word)));
      for (const level of ['L0', 'L1', 'L2', 'L3'])
        if (!seen.includes(level) && words.some((some) => some.includes(level + ': '))) seen.push(level);
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  })()`);

/** The steps that were read, once the last one is among them; nothing was loaded anew meanwhile. */
export const levelsUntil = async (page: Page, last: string): Promise<readonly string[]> => {
  const seen = (): Promise<string[]> => page.evaluate<string[]>('window.seenLevels');
  const endMs = performance.now() + patienceMs;
  while (!(await seen()).includes(last)) {
    if (performance.now() > endMs)
      throw new Error(`${last} never came; so far ${(await seen()).join()}`);
    await page.waitForTimeout(pollMs);
  }
  return seen();
};

export const focusOf = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement.outerHTML');

/** Whether nothing was loaded anew since the levels are noted. */
export const isSameDocument = async (page: Page): Promise<boolean> =>
  (await page.locator('body').getAttribute('data-same-document')) === 'yes';

/** Waits until the page has come to rest after a jump. */
export const settledScroll = async (page: Page): Promise<void> => {
  const rounds: number[] = [];
  while (rounds.length < 2 || rounds.at(-1) !== rounds.at(-2)) {
    await page.waitForTimeout(pollMs);
    rounds.push(await page.evaluate<number>('scrollY'));
  }
};

export const topOf = (page: Page, selector: string): Promise<number> =>
  page.evaluate<number>(`document.querySelector('${selector}').getBoundingClientRect().top`);
