import { createHash } from 'node:crypto'
import { ageReader, sealAge } from '../../main/services/age-seal.ts'
import { pick } from '../../scripts/demo/random.ts'
import { demoContracts, demoTransfer, type Random, seeded } from '../../scripts/demo/seed.ts'
import { hex } from '../../shared/base/bytes.ts'
import { makeIntakeNumber } from '../../shared/contract/identifiers/index.ts'
import type { FieldValue } from '../../shared/contract/service/index.ts'
import {
  encode,
  encodeEnvelope,
  encodePayload,
  fieldCommit,
  payloadCommit,
  type Value,
} from '../../shared/ledger/index.ts'
import stock from '../../shared/services/grassland-stock.json' with { type: 'json' }
import transfer from '../../shared/services/grassland-transfer.json' with { type: 'json' }
import { COUNTY, noise } from './world.ts'

export const SERVICES = [stock, transfer]
/** Cases of one piece; a third of them puts a contract on record, the others transfer those. */
export const PER_PIECE = 2_048
/** Leaves that a piece stands for: the positions of the next one begin there. */
export const LEAVES_PER_PIECE = 10_000
const START = Date.UTC(2016, 0, 4, 1)
const PIECE_MS = 14 * 86_400_000

/** What a replica holds after the leaves of one piece: records as their bytes, and payloads sealed to the office. */
export interface Piece {
  readonly from: number
  readonly cases: readonly { id: string; order: number; open: 0 | 1; bytes: Uint8Array }[]
  readonly subjects: readonly { id: string; order: number; bytes: Uint8Array }[]
  readonly payloads: readonly { commit: string; file: Uint8Array }[]
}

/** What somebody at the counter would look for in a piece. */
export interface Clue {
  readonly name: string
  readonly id: string
  readonly phone: string
  readonly contract: string
  readonly number: string
  readonly village: string
  readonly certificate: string
}

/**
 * The records of piece `k`, the same each time, without the leaves that would make them: signing and judging a million and a half leaves is not what
 * is measured. `last`: it has open cases.
 */
export function pieceOf(k: number, cases: number, recipient: string, last: boolean): { piece: Piece; clues: Clue[] } {
  const random = seeded(1_000 + k)
  const reader = ageReader(recipient)
  if (reader === null) throw new Error('no recipient')
  const stocks = Math.ceil(cases / 3)
  const contracts = demoContracts(COUNTY, stocks, random).map((one) => ({
    ...one,
    sealed: inEitherScript(one.sealed, 'holderName', random),
  }))
  const out: {
    cases: Piece['cases'][number][]
    subjects: Map<string, Piece['subjects'][number]>
    payloads: Piece['payloads'][number][]
  } = {
    cases: [],
    subjects: new Map(),
    payloads: [],
  }
  const clues: Clue[] = []
  let at = k * LEAVES_PER_PIECE
  for (let i = 0; i < cases; i++) {
    const isStock = i < stocks
    const contract = contracts[i % stocks] as (typeof contracts)[number]
    const time = START + k * PIECE_MS + Math.floor((i * PIECE_MS) / cases)
    const day = new Date(time).toISOString().slice(0, 10)
    const values = isStock
      ? { ...contract.fields, ...contract.sealed }
      : inEitherScript(demoTransfer(contract, day, random), 'transfereeName', random)
    const number = makeIntakeNumber({ office: COUNTY, device: 1 + (i % 4), day, sequence: Math.floor(i / 4) })
    const id = `${COUNTY}/case/${number}`
    const definition = isStock ? stock : transfer
    const { fields, sealed, commit, file } = committed(definition.sealed, values, id, reader)
    const acts = isStock ? ['file'] : actsOf(random, last)
    const log = acts.map((act, n) => ({
      id: noise(`${id} ${n}`, 32),
      heads: [noise(`${id} ${n - 1}`, 32)],
      ...{ set: [':state'], was: [null], held: false, with: [] },
      act,
      by:
        act === 'file' || act === 'accept' || act === 'deliver'
          ? `clerk-${i % 4}`
          : act === 'review'
            ? 'reviewer'
            : 'approver',
      at: at++,
      time: time + n * 3_600_000,
      sealed: time + n * 3_600_000,
    }))
    const state = isStock ? 'recorded' : stateAfter(acts.at(-1) as string)
    const record = {
      ...{ t: 'case', service: definition.code, version: definition.version, state, fields, sealed, log },
      ...{ heads: [noise(`${id} head`, 32)], disputes: random() < 0.001 ? [noise(id, 32)] : [] },
      ...{ subjects: [contract.subject], materials: [], numbers: {}, overruled: null },
    }
    const open = state === 'recorded' || state === 'delivered' || state === 'withdrawn' ? 0 : 1
    out.cases.push({ id, order: log[0]?.at as number, open, bytes: encode(record as unknown as Value) })
    out.payloads.push({ commit: hex(commit), file })
    out.subjects.set(
      contract.subject,
      subjectRow(contract.subject, contract.fields, sealed, isStock, log, out.subjects),
    )
    if (i % 64 === 5) clues.push(clueOf(values, isStock, contract.subject, number))
  }
  if (at - k * LEAVES_PER_PIECE > LEAVES_PER_PIECE) throw new Error('too many leaves in a piece')
  return {
    piece: {
      from: k * LEAVES_PER_PIECE,
      cases: out.cases,
      subjects: [...out.subjects.values()],
      payloads: out.payloads,
    },
    clues,
  }
}

/** Parts of names, as people of Yushu write them. */
const FIRST = 'ཚེ་རིང བཀྲ་ཤིས བསོད་ནམས ཉི་མ སྐལ་བཟང བསྟན་འཛིན རིན་ཆེན ངག་དབང ཀརྨ པད་མ ཟླ་བ བློ་བཟང ཚེ་དབང འཇམ་དབྱངས ཀུན་དགའ'.split(' ')
const SECOND = 'རྡོ་རྗེ སྒྲོལ་མ ལྷ་མོ མཚོ་མོ དབང་རྒྱལ ཆོས་སྒྲོན དར་རྒྱས གཡང་འཛོམས ནོར་བུ རྒྱལ་མཚན ཕུན་ཚོགས མཁའ་འགྲོ'.split(' ')

/** Every fourth name as its bearer writes it. */
function inEitherScript<T extends Readonly<Record<string, FieldValue>>>(values: T, name: string, random: Random): T {
  const tibetan = `${pick(random, FIRST)}་${pick(random, SECOND)}`
  return random() < 0.25 ? { ...values, [name]: tibetan } : values
}

const WAY = ['file', 'accept', 'review', 'finish', 'deliver']

/** Nearly all are delivered, some withdrawn; of the last piece a quarter is still open. */
function actsOf(random: Random, last: boolean): string[] {
  const chance = random()
  if (chance < 0.02) return ['file', 'withdraw']
  return last && chance < 0.3 ? WAY.slice(0, 1 + Math.floor(random() * 3)) : WAY
}

function stateAfter(act: string): string {
  const to = transfer.workflow.actions.find(({ name }) => name === act)?.to
  if (to === undefined) throw new Error(act)
  return to
}

function subjectRow(
  id: string,
  fields: Readonly<Record<string, FieldValue>>,
  sealed: Readonly<Record<string, { h: Uint8Array; commit: Uint8Array }>>,
  isStock: boolean,
  log: readonly { at: number }[],
  before: ReadonlyMap<string, { order: number; bytes: Uint8Array }>,
): Piece['subjects'][number] {
  const names = { holderName: 'transfereeName', holderId: 'transfereeId', holderPhone: 'transfereePhone' }
  const places = Object.fromEntries(
    Object.entries(names).flatMap(([name, other]) => {
      const from = isStock ? name : other
      const one = sealed[from]
      return one === undefined ? [] : [[name, { ...one, name: from }]]
    }),
  )
  const born = before.get(id)?.order ?? (log[0]?.at as number)
  const record = {
    ...{ t: 'pasture-contract', fields, sealed: places, log: [{ ...log[0], at: born }, log.at(-1)], heads: [] },
    ...{ disputes: [], pending: null, burdens: [], parents: [], children: [], ended: null },
  }
  return { id, order: born, bytes: encode(record as unknown as Value) }
}

function clueOf(values: Readonly<Record<string, FieldValue>>, isStock: boolean, subject: string, number: string): Clue {
  const text = (name: string) => values[name] as string
  return {
    name: text(isStock ? 'holderName' : 'transfereeName'),
    id: text(isStock ? 'holderId' : 'transfereeId'),
    phone: text(isStock ? 'holderPhone' : 'transfereePhone'),
    contract: subject.slice(subject.lastIndexOf('/') + 1),
    number,
    village: text('village'),
    certificate: text('certificateNo'),
  }
}

/** [N5] [N6] The sealed ones committed to, and sealed to the office as a desktop does it. */
function committed(
  names: readonly string[],
  values: Readonly<Record<string, FieldValue>>,
  of: string,
  reader: NonNullable<ReturnType<typeof ageReader>>,
) {
  const salts = createHash('sha512').update(of).digest()
  const fields: Record<string, Value> = {}
  const inPayload: Record<string, { salt: Uint8Array; value: Value }> = {}
  let n = 0
  for (const [name, value] of Object.entries(values)) {
    if (names.includes(name))
      inPayload[name] = { salt: new Uint8Array(salts.subarray(n, 32 + n++)), value: value as Value }
    else fields[name] = value as Value
  }
  const salt = new Uint8Array(salts.subarray(32))
  const clear = encodePayload({ fields: inPayload })
  const commit = payloadCommit(salt, clear)
  const sealed = Object.fromEntries(
    Object.entries(inPayload).map(([name, one]) => [name, { h: fieldCommit(one.salt, one.value), commit }]),
  )
  return { fields, sealed, commit, file: sealAge([reader], encodeEnvelope(salt, clear)) }
}
