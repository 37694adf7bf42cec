import { type Mapping, type Remembered, readRemembered, remember } from './mapping.ts'

/** A small store of texts: kept on this computer, and of no consequence when it forgets. */
export interface SmallStore {
  readonly kept: (name: string) => string | null
  readonly keep: (name: string, value: string | null) => void
}

/** Mappings that people have given a name, of one service; a register is put together the same way year after year. */
const MOST_NAMED = 30
export const MAPPING_NAME = 40

/** What was last said about columns for this service, and what people have kept by name. Titles of columns and constants, never rows. */
export class KeptMappings {
  readonly #store: SmallStore

  constructor(store: SmallStore) {
    this.#store = store
  }

  last(service: string): Remembered {
    return readRemembered(parsed(this.#store.kept(`import/mapping/${service}`)))
  }

  noteLast(service: string, titles: readonly string[], mapping: Mapping): void {
    this.#store.keep(`import/mapping/${service}`, JSON.stringify(remember(titles, mapping)))
  }

  names(service: string): string[] {
    return this.#all(service).map(({ name }) => name)
  }

  named(service: string, name: string): Remembered | null {
    return this.#all(service).find((one) => one.name === name)?.mapping ?? null
  }

  /** In place of one of the same name; the oldest goes when there are too many. */
  keep(service: string, name: string, titles: readonly string[], mapping: Mapping): void {
    const others = this.#all(service).filter((one) => one.name !== name)
    this.#write(service, [...others, { name, mapping: remember(titles, mapping) }].slice(-MOST_NAMED))
  }

  drop(service: string, name: string): void {
    this.#write(
      service,
      this.#all(service).filter((one) => one.name !== name),
    )
  }

  #write(service: string, all: readonly { readonly name: string; readonly mapping: Remembered }[]): void {
    this.#store.keep(`import/mappings/${service}`, all.length === 0 ? null : JSON.stringify(all))
  }

  #all(service: string): { readonly name: string; readonly mapping: Remembered }[] {
    const all = parsed(this.#store.kept(`import/mappings/${service}`))
    if (!Array.isArray(all)) return []
    return all.slice(-MOST_NAMED).flatMap((one: unknown) => {
      if (typeof one !== 'object' || one === null) return []
      const { name, mapping } = one as Record<string, unknown>
      return typeof name === 'string' && name !== '' && name.length <= MAPPING_NAME
        ? [{ name, mapping: readRemembered(mapping) }]
        : []
    })
  }
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
