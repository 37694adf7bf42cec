import type { ScalarSchema } from '../../../shared/contract/service/definition.ts'
import type { Box } from './typed.ts'

/** How the choices of a box are offered: as buttons in the width of one field or of two, or as a list to open. */
export type Room = 'one' | 'two' | 'list'

/** In widths of one Chinese character, the buttons' own edges included. */
const ONE = 17
const TWO = 36
const EDGES = 2.4

/** Whether all choices can stand side by side in words of this language; what would be broken over lines becomes a list. */
export function roomFor(box: Box, lang: 'zh' | 'en'): Room {
  const labels = (box.enum ?? []).map((one) => box['x-choices']?.[String(one)]?.[lang] ?? String(one))
  const width = labels.reduce((sum, label) => sum + EDGES + widthOf(label), 0)
  return width <= ONE ? 'one' : width <= TWO ? 'two' : 'list'
}

function widthOf(text: string): number {
  return [...text].reduce((sum, c) => sum + (c.charCodeAt(0) < 0x2e80 ? 0.56 : 1), 0)
}

/** How much room a column of a table wants at the least, in rem: an identity number has to be seen whole. */
export function roomOf({ type, maxLength = 0, ...hints }: ScalarSchema): number {
  const widget = hints['x-widget']
  if (type === 'boolean') return 4
  if (widget === 'region') return 10
  if (widget === 'date') return 7.2
  if (widget === 'money' || widget === 'area') return 7.5
  if (type === 'integer') return 4.5
  if (hints['x-identifier'] === 'realty-unit') return 18.5
  if (hints['x-identifier'] === 'cn-id' || hints['x-identifier'] === 'uscc') return 11.9
  if (hints.enum !== undefined) return 6.5
  return maxLength > 40 ? 9 : maxLength > 12 ? 7.5 : 6
}
