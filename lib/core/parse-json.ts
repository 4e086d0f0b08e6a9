/** What a JSON text says; null where it is none: whoever asks expects an object. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
