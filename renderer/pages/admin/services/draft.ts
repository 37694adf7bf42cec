import { keep, kept } from '../../../app/local.ts'

/** What is being written of a definition, kept on this computer as it is typed. A definition holds nothing about anybody. */
export interface DefinitionDraft {
  readonly text: string
  /** When it was kept, ms. */
  readonly at: number
}

/** `of`: what it began from, such as `grassland-transfer/2`. */
export function loadDraft(of: string): DefinitionDraft | null {
  const text = kept(nameOf(of))
  if (text === null) return null
  try {
    const read: unknown = JSON.parse(text)
    const { text: said, at } = read as Partial<DefinitionDraft>
    return typeof said === 'string' && typeof at === 'number' ? { text: said, at } : null
  } catch {
    return null
  }
}

/** False when it could not be kept. */
export function keepDraft(of: string, draft: DefinitionDraft): boolean {
  return keep(nameOf(of), JSON.stringify(draft))
}

export function dropDraft(of: string): void {
  keep(nameOf(of), null)
}

const nameOf = (of: string) => `definition/${of}`
