// PostgreSQL counts characters (code points), from 1; the editor counts UTF-16 units, from 0.

export function unitOffset(text: string, position: number): number {
  let offset = 0;
  for (let seen = 1; seen < position && offset < text.length; seen += 1) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}
