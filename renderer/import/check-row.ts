import { hex, utf8 } from '../../shared/base/bytes.ts'
import type { FieldValue, ServiceDefinition } from '../../shared/contract/service/definition.ts'
import { checkForm, ledgerViolations, normaliseForm } from '../../shared/contract/service/index.ts'
import { subjectsOf } from '../../shared/contract/service/subject.ts'
import { encode, hash, type Value } from '../../shared/ledger/index.ts'
import { RowConverter } from './convert/convert-row.ts'
import { RegionNames } from './convert/regions.ts'
import { type Mapping, targetsOf } from './mapping.ts'
import { CELL_PROBLEMS, ROW_PROBLEMS, type RowProblem } from './problems.ts'
import type { TableRow } from './table.ts'

/** What a row comes to. */
export interface CheckedRow {
  /** Stored form. */
  readonly values: Readonly<Record<string, FieldValue>>
  /** Empty for a row that may be filed, as far as can be said of it by itself. */
  readonly problems: readonly RowProblem[]
  /** Ids; empty when they cannot be told. */
  readonly subjects: readonly string[]
  /** 20 hex digits: the same service, subjects and values, the same row, wherever it stands. */
  readonly row: string
}

export interface CheckGround {
  readonly definition: ServiceDefinition
  readonly office: string
  /** Local civil date. */
  readonly today: string
  readonly mapping: Mapping
}

/** Holds rows against the service that is to file them: what they say, and then the same as a form at the counter. */
export class RowChecker {
  readonly #ground: CheckGround
  readonly #converter: RowConverter

  constructor(ground: CheckGround) {
    this.#ground = ground
    this.#converter = new RowConverter(targetsOf(ground.definition), ground.mapping, new RegionNames(ground.office))
  }

  /** The values of a row that has been checked, again. */
  values(row: TableRow): CheckedRow['values'] {
    const { definition, today, office } = this.#ground
    return normaliseForm(definition, this.#converter.convert(row).values, today, office)
  }

  check(row: TableRow): CheckedRow {
    const { definition: d, today, office } = this.#ground
    const converted = this.#converter.convert(row)
    const values = normaliseForm(d, converted.values, today, office)
    const problems: RowProblem[] = converted.problems.map(({ path, problem }) => ({
      path,
      problem,
      message: CELL_PROBLEMS[problem],
    }))
    if (row.quotes === true) problems.push({ path: null, problem: 'quotes', message: ROW_PROBLEMS.quotes })
    const unread = new Set(converted.problems.map(({ path }) => fieldOf(path)))
    for (const name of Object.keys(converted.values))
      if (!Object.hasOwn(values, name)) problems.push({ path: name, problem: 'unused', message: ROW_PROBLEMS.unused })
    // Of a field that could not be read, only that is said.
    for (const { field, problem, message } of checkForm(d, values, today, office))
      if (field === null || !unread.has(fieldOf(field)))
        problems.push({ path: field === null ? null : pathOf(field), problem, message })
    problems.push(...this.#ledgerProblems(values, problems))
    const subjects = subjectsOf(d, office, values)?.map(({ id }) => id) ?? []
    if (subjects.length === 0 && problems.length === 0)
      problems.push({ path: null, problem: 'subject', message: ROW_PROBLEMS.subject })
    return { values, problems, subjects, row: this.#hash(values, subjects) }
  }

  /** What the ledger would hold against it (X1); of a field that is missing or wrong as it is, only that is said. */
  #ledgerProblems(values: CheckedRow['values'], known: readonly RowProblem[]): RowProblem[] {
    const { definition: d, office } = this.#ground
    if (!d.rules.some((rule) => rule.on === 'ledger')) return []
    const form = Object.fromEntries(Object.entries(values).filter(([name]) => !d.sealed.includes(name)))
    return ledgerViolations(d, form, {}, office)
      .filter(
        ({ field }) =>
          field === undefined || (field in form && !known.some(({ path }) => path !== null && fieldOf(path) === field)),
      )
      .map(({ id, field, message }) => ({ path: field ?? null, problem: `rule.${id}`, message }))
  }

  #hash(values: CheckedRow['values'], subjects: readonly string[]): string {
    const { code } = this.#ground.definition
    const said = encode({ service: code, subjects: [...subjects].sort(), values: values as Value })
    return hex(hash(said)).slice(0, 20)
  }
}

/** The run that a file gives: 10 hex digits, the same for the same file, sheet and service in this office. `file` is its SHA-256. */
export function runOf(office: string, service: string, sheet: string, file: Uint8Array): string {
  return hex(hash(encode({ office, service, sheet: utf8(sheet), file }))).slice(0, 10)
}

/** `owners.0.name` is about the target `owners.name`. */
function pathOf(field: string): string {
  return field
    .split('.')
    .filter((part) => !/^[0-9]+$/.test(part))
    .join('.')
}

function fieldOf(path: string): string {
  return path.split('.')[0] as string
}
