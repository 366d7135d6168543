/** One coordinator at the page: opens a view, waits until it is drawn, presses a key. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import type { House } from './house';

/** A view, and what stands in it when its reader can begin. */
export interface Place {
  readonly name: string;
  readonly path: string;
  readonly drawn: string;
}

export interface Visit {
  /** From the wish to open the address until the view was drawn. */
  readonly drawnMs: number;
  /** Until a key that was pressed then had moved the focus. */
  readonly readyMs: number;
  /** The longest time in which the page answered nothing; 0 when never 50 ms. */
  readonly blockedMs: number;
  /** As they came over the line, with their heads: document, scripts and styles. */
  readonly pageBytes: number;
  /** Texts, lists and what else was asked for. */
  readonly dataBytes: number;
}

const patienceMs = 30_000;
const ofThePage = ['Document', 'Script', 'Stylesheet', 'Font', 'Image'];

const noteBlocks = `new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.noteBlocked(duration);
}).observe({ type: 'longtask', buffered: true });`;

const focusMoved = 'document.activeElement !== null && document.activeElement !== document.body';

export class Visitor {
  private blockedMs = 0;
  private readonly kinds = new Map<string, string>();
  private readonly bytes = new Map<string, number>();

  private constructor(
    private readonly page: Page,
    private readonly line: CDPSession,
    private readonly house: House,
  ) {}

  /** Signs in at the issuer as people do; its session lasts for all visits. */
  static async enter(browser: Browser, house: House, username: string): Promise<Visitor> {
    const viewport = { width: 1280, height: 900 };
    const context = await browser.newContext({ locale: 'en-GB', viewport });
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    const visitor = new Visitor(page, await context.newCDPSession(page), house);
    await visitor.listen(context);
    await page.goto(house.origin);
    await page.locator('#sign-in').click();
    await page.locator(`button[value="${username}"]`).click();
    await page.locator('#who').waitFor();
    return visitor;
  }

  private async listen(context: BrowserContext): Promise<void> {
    await context.exposeFunction('noteBlocked', (ms: number) => {
      this.blockedMs = Math.max(this.blockedMs, ms);
    });
    await context.addInitScript(noteBlocks);
    this.line.on('Network.responseReceived', ({ requestId, type, response }) => {
      const isOurs = response.url.startsWith(this.house.origin);
      this.kinds.set(requestId, isOurs ? type : 'foreign');
    });
    this.line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      this.bytes.set(requestId, encodedDataLength);
    });
    await this.line.send('Network.enable');
  }

  /** `cold`: with nothing kept from before. */
  async open({ path, drawn }: Place, cold: boolean): Promise<Visit> {
    const { page, house } = this;
    await page.goto('about:blank');
    if (cold) await this.line.send('Network.clearBrowserCache');
    this.blockedMs = 0;
    this.kinds.clear();
    this.bytes.clear();
    const start = performance.now();
    await page.goto(`${house.origin}${path}`, { waitUntil: 'commit' });
    await page.locator(drawn).first().waitFor();
    const drawnMs = performance.now() - start;
    await page.keyboard.press('Tab');
    await page.waitForFunction(focusMoved, undefined, { polling: 'raf' });
    const readyMs = performance.now() - start;
    await page.waitForLoadState('load');
    const { pageBytes, dataBytes } = this.counted();
    return { drawnMs, readyMs, blockedMs: this.blockedMs, pageBytes, dataBytes };
  }

  private counted(): Pick<Visit, 'pageBytes' | 'dataBytes'> {
    let [pageBytes, dataBytes] = [0, 0];
    for (const [id, bytes] of this.bytes) {
      const kind = this.kinds.get(id) ?? 'foreign';
      if (ofThePage.includes(kind)) pageBytes += bytes;
      else if (kind !== 'foreign') dataBytes += bytes;
    }
    return { pageBytes, dataBytes };
  }
}
