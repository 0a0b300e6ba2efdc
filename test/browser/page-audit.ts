// Measures a page as it is shown: contrast of every text, width, labels, headings.
import type { Page } from 'playwright-core';

// Texts, since the types of a browser have no place in this program.
const contrastScript = `(() => {
  const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((value, i) => value * a + under[i] * (1 - a));
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const layer = channels(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if ((layer[3] ?? 1) === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || element.checkVisibility({ checkVisibilityCSS: true }) === false) continue;
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    const light = luminance(over(channels(style.color), ground));
    const dark = luminance(ground);
    const ratio = (Math.max(light, dark) + 0.05) / (Math.min(light, dark) + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) low.push(ratio.toFixed(2) + ' ' + node.textContent.trim().slice(0, 40));
  }
  return low;
})()`;

const unlabelledScript = `[...document.querySelectorAll('input:not([type=hidden]), textarea, select')]
  .filter((field) => field.labels.length === 0 && !field.getAttribute('aria-label')).map((field) => field.outerHTML)`;

const widthScript = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

export type PageAudit = {
  /** Texts below WCAG AA (4.5:1, or 3:1 when large), with their ratio. */
  lowContrast: string[];
  unlabelled: string[];
  /** CSS pixels that the page is wider than the window. */
  tooWide: number;
  firstHeadings: number;
  mains: number;
};

export async function auditPage(page: Page): Promise<PageAudit> {
  return {
    lowContrast: await page.evaluate<string[]>(contrastScript),
    unlabelled: await page.evaluate<string[]>(unlabelledScript),
    tooWide: await page.evaluate<number>(widthScript),
    firstHeadings: await page.locator('h1').count(),
    mains: await page.locator('main').count(),
  };
}

export const goodPage: PageAudit = { lowContrast: [], unlabelled: [], tooWide: 0, firstHeadings: 1, mains: 1 };
