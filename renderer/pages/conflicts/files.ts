import type { Text } from '../../../shared/contract/service/definition.ts'
import type { AttachmentRow } from '../../replica/api.ts'
import type { Conflict, Side } from '../../replica/conflicts/api.ts'

/** The scans of one material, side by side. */
export interface MaterialFiles {
  readonly key: string
  readonly title: Text | null
  /** In the order of the sides. */
  readonly sides: readonly (readonly AttachmentRow[])[]
}

/** What is known of a file once it was opened here; `same` is equal exactly where two contents are. */
export interface OpenedFile {
  readonly name: string
  readonly type: string
  readonly picture: Blob | null
  /** Of a PDF, where it says so. */
  readonly pages: number | null
  readonly same: string
}

/** Closed: it was sealed to others than this computer. */
export type Look = OpenedFile | 'closed'

/** Every case that the conflict is about, each once. */
export function casesOf({ sides }: Pick<Conflict, 'sides'>): string[] {
  return [...new Set(sides.flatMap(({ cases }) => cases.map(({ id }) => id)))]
}

/** The scans of all sides, material by material; what belongs to no material last. */
export function materialFiles(
  { sides }: Pick<Conflict, 'sides'>,
  ofCase: ReadonlyMap<string, readonly AttachmentRow[]>,
): MaterialFiles[] {
  const out = new Map<string, { key: string; title: Text | null; sides: AttachmentRow[][] }>()
  for (const [i, side] of sides.entries()) {
    for (const file of side.cases.flatMap(({ id }) => ofCase.get(id) ?? [])) {
      if (isOthers(sides, side, file)) continue
      // Two services may call different papers by one name.
      const key = file.title === null ? '' : `${file.material ?? ''} ${file.title.zh}`
      const row = out.get(key) ?? { key, title: file.title, sides: sides.map(() => []) }
      row.sides[i]?.push(file)
      out.set(key, row)
    }
  }
  return [...out.values()].sort((a, b) => Number(a.title === null) - Number(b.title === null))
}

/** Where both sides acted on one case, what came with the other side's act is not this side's. */
function isOthers(sides: readonly Side[], own: Side, { entry }: AttachmentRow): boolean {
  const did = (side: Side) => side.acts.some((act) => act.entry === entry)
  return !did(own) && sides.some((side) => side !== own && did(side))
}

/** The places of the other sides that have a file of the same content. */
export function sameAt(
  { sides }: MaterialFiles,
  side: number,
  file: AttachmentRow,
  looks: ReadonlyMap<string, Look>,
): number[] {
  const is = (other: AttachmentRow) => {
    const [a, b] = [looks.get(file.hash), looks.get(other.hash)]
    return other.hash === file.hash || (typeof a === 'object' && typeof b === 'object' && a.same === b.same)
  }
  return sides.flatMap((files, i) => (i !== side && files.some(is) ? [i] : []))
}

/** Sides that have something of this material, where not all have: what only they have. */
export function onlyAt({ sides }: MaterialFiles): number[] {
  const having = sides.flatMap((files, i) => (files.length > 0 ? [i] : []))
  return having.length === sides.length ? [] : having
}
