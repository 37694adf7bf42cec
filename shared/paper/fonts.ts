import fonts from './fonts.data.json' with { type: 'json' }

/**
 * The @font-face rules of papers, by subset: a page reads only the files whose characters it shows. URLs are relative,
 * `fonts/<file>.woff2`: whoever makes a PDF puts a folder of that name beside the page.
 */
export function fontFaces(): string {
  return fonts.families
    .flatMap(({ name, files }) =>
      fonts.weights.flatMap((weight) =>
        (files as [string, string][]).map(
          ([file, range]) =>
            `@font-face{font-family:'${name}';font-weight:${weight};src:url(fonts/${file}-${weight}-normal.woff2) format('woff2');unicode-range:${range}}`,
        ),
      ),
    )
    .join('\n')
}
