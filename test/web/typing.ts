/** A form filled in by keyboard alone: by Tab to a control, by arrows, Space and letters in it. */
import type { Page } from 'playwright-core';

const mostSteps = 250;
const active = (what: string): string => `document.activeElement?.${what} ?? ''`;

const tabUntil = async (page: Page, what: string, wanted: string): Promise<void> => {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    if ((await page.evaluate<string>(active(what))) === wanted) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard never came to "${wanted}"`);
};

export const tabToName = (page: Page, name: string): Promise<void> => tabUntil(page, 'name', name);

export const write = async (page: Page, name: string, words: string): Promise<void> => {
  await tabToName(page, name);
  await page.keyboard.type(words);
};

/** Goes down a list until the wanted value stands in it. */
export const choose = async (page: Page, name: string, value: string): Promise<void> => {
  await tabToName(page, name);
  for (let steps = 0; steps < mostSteps; steps += 1) {
    if ((await page.evaluate<string>(active('value'))) === value) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`"${name}" has no "${value}"`);
};

/** Ticks the box with this label. */
export const tick = async (page: Page, label: string): Promise<void> => {
  await tabUntil(page, 'labels?.[0]?.textContent', label);
  await page.keyboard.press('Space');
};

export const press = async (page: Page, id: string): Promise<void> => {
  await tabUntil(page, 'id', id);
  await page.keyboard.press('Enter');
};

/** Comes to the button with this word. */
export const pressWord = async (page: Page, word: string): Promise<void> => {
  await tabUntil(page, 'textContent', word);
  await page.keyboard.press('Enter');
};

/** Comes to the button, or link, to which the selector leads. */
export const pressAt = async (page: Page, selector: string): Promise<void> => {
  await tabUntil(page, `matches(${JSON.stringify(selector)}).toString()`, 'true');
  await page.keyboard.press('Enter');
};
