const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as markup that shows exactly it, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => NAMED[c] as string)
}

/** As escapeHtml, with every run of Tibetan marked as such: it wants its own font, a larger size and its own line breaks. */
export function inline(text: string): string {
  return escapeHtml(text).replace(
    /[\u0f00-\u0fff](?:[\u0f00-\u0fff\s]*[\u0f00-\u0fff])?/g,
    (run) => `<span class="paper-bo" lang="bo">${run}</span>`,
  )
}
