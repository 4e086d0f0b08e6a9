/** A text that can be seen, and how it stands out from what is behind it. */
export type SeenText = {
  readonly text: string;
  /** From 1 (not at all) to 21: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
  readonly ratio: number;
};

/**
 * For the page to evaluate: every visible text as a SeenText. Where it cannot tell, for example above
 * a picture or through something translucent, the ratio is 0.
 */
export const SEEN_TEXTS = `(() => {
  const partsOf = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
    return { colour: [red, green, blue], alpha };
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour
      .map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const groundOf = (element) => {
    if (element === null) return [255, 255, 255];
    const { backgroundColor, backgroundImage } = getComputedStyle(element);
    const { colour, alpha } = partsOf(backgroundColor);
    if (backgroundImage !== 'none' || (alpha > 0 && alpha < 1)) return null;
    return alpha === 1 ? colour : groundOf(element.parentElement);
  };
  const isTranslucent = (element) =>
    element !== null && (getComputedStyle(element).opacity !== '1' || isTranslucent(element.parentElement));
  const ratioOf = (element) => {
    const ink = partsOf(getComputedStyle(element).color);
    const ground = groundOf(element);
    if (ground === null || ink.alpha < 1 || isTranslucent(element)) return 0;
    const [dark, light] = [luminance(ink.colour), luminance(ground)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const isSeen = node.data.trim() !== '' && range.getClientRects().length > 0;
    if (isSeen) seen.push({ text: node.data.trim(), ratio: ratioOf(node.parentElement) });
  }
  return seen;
})()`;
