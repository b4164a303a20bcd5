/**
 * What a thumb can hit: on a phone every control answers within a square of 44 pixels around its middle, whatever it
 * looks like (WCAG 2.5.5). Links within sentences are as tall as their line, and exempt; so is what the browser draws.
 */
export const smallTargets = () => {
  const half = 21;
  const controls =
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab], [role^=menuitem]';
  const view = { width: document.documentElement.clientWidth, height: document.documentElement.clientHeight };
  const own = (element) => element.closest('label') ?? element;

  const inSentence = (element) => {
    if (element.tagName !== 'A' || getComputedStyle(element).display !== 'inline') return false;
    // A line of #tags is text that somebody wrote, each of them a link.
    if (element.parentElement.matches('p') && element.parentElement.querySelectorAll('a').length > 1)
      return true;
    return [...element.parentElement.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim().length > 1,
    );
  };

  const isHit = (element, x, y) => {
    if (x < 0 || y < 0 || x >= view.width || y >= view.height) return true; // beyond the edge there is nothing to hit
    const there = document.elementFromPoint(x, y);
    return there !== null && (element.contains(there) || own(element).contains(there));
  };

  const middleOf = (box) => [box.x + box.width / 2, box.y + box.height / 2];

  const missedOf = (element) => {
    const [x, y] = middleOf(own(element).getBoundingClientRect());
    return [
      [x - half, y],
      [x + half, y],
      [x, y - half],
      [x, y + half],
    ].find(([px, py]) => !isHit(element, px, py));
  };

  const found = [];
  for (const element of document.querySelectorAll(controls)) {
    if (element.closest('[inert], [aria-hidden=true]') || element.disabled || inSentence(element)) continue;
    const box = own(element).getBoundingClientRect();
    const [x, y] = middleOf(box);
    const seen = x > 0 && y > 0 && x < view.width && y < view.height && box.width > 1 && box.height > 1;
    if (!seen || !isHit(element, x, y)) continue; // covered, or elsewhere
    if (!missedOf(element)) continue;
    // Half under a bar that stays while the page moves: one moves the page.
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const missed = missedOf(element);
    if (!missed) continue;
    const over = document.elementFromPoint(...missed)?.closest(`${controls}, [class]`);
    const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
    found.push(
      `${element.tagName.toLowerCase()} “${name}” ${Math.round(box.width)}x${Math.round(box.height)}, ` +
        `beside it ${over?.tagName.toLowerCase()} ${over?.className}`,
    );
  }
  return found;
};
