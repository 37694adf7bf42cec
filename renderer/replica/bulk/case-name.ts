import { type Body, subjectType } from '../../../shared/ledger/index.ts'

/**
 * The name of a case that an import opens: `import-<run>-<row>`, both of them hashes, so that the same row of the same file gives the same case
 * wherever and however often it is taken up. Intake numbers are digits alone.
 */
const IMPORT_NAME = /^import-[0-9a-f]{10}-[0-9a-f]{20}$/

/** `run` and `row` in hex. */
export function importCase(office: string, run: string, row: string): string {
  const name = `import-${run}-${row}`
  if (!IMPORT_NAME.test(name)) throw new Error(`not the name of a case: ${name}`)
  return `${office}/case/${name}`
}

/** What all cases of one run begin with. */
export function importPrefix(office: string, run: string): string {
  return `${office}/case/import-${run}-`
}

/** Was it filed by an import? What people do to such a case later was not. */
export function isImported({ kind, case: of }: Pick<Body, 'kind' | 'case'>): boolean {
  return (
    kind === 'file' && of !== null && subjectType(of) === 'case' && IMPORT_NAME.test(of.slice(of.lastIndexOf('/') + 1))
  )
}
