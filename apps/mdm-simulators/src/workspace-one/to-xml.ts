const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    return `<${name}>${value.map((item: unknown) => element('Item', item)).join('')}</${name}>`;
  }
  if (typeof value === 'object' && value !== null) {
    const children = Object.entries(value).map(([key, child]) => element(key, child));
    return `<${name}>${children.join('')}</${name}>`;
  }
  return `<${name}>${escape(typeof value === 'string' ? value : JSON.stringify(value ?? ''))}</${name}>`;
}

/** The server's answer to whoever does not ask for JSON. Only that it is XML is known, not its form. */
export function toXml(answer: unknown): string {
  return `<?xml version="1.0" encoding="utf-8"?>${element('Result', answer)}`;
}
