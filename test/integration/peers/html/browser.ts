import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { installed } from '../installed.js';

/** A page of a report, and what it did that a report may not do. */
export interface Opened {
  readonly page: Page;
  /** What was asked for, other than the file itself. */
  readonly requests: readonly string[];
  /** Errors, warnings, and whatever else the console got: violations of the policy are among them. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

export async function startBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: await installed('chromium'),
    // Chromium's own sandbox refuses to start as root.
    args: isRoot ? ['--no-sandbox'] : [],
  });
}

export async function openFile(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const [file] = url.split('#');
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== file) requests.push(request.url());
  });
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, requests, complaints, close: () => context.close() };
}
