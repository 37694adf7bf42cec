import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '../../shared/base/result.ts'
import type { EventName, Events, Handlers, Person, Site } from '../../shared/bridge.ts'
import { paperDocument } from '../../shared/paper/index.ts'
import { type AttachmentStore, openAttachments } from './attachments.ts'
import { attachmentHandlers } from './attachments-calls.ts'
import { asDiskFailure, type Disk, realDisk } from './disk.ts'
import { type Signing, submit } from './filing.ts'
import { refusedIn, signAgain } from './filing-again.ts'
import { submitMany } from './filing-batch.ts'
import { lockFolder } from './folder-lock.ts'
import { type Journals, openJournals } from './journals.ts'
import { verify } from './native-verify.ts'
import { type NodeFiles, nodeFiles } from './node-files.ts'
import { openPayloads } from './payloads.ts'
import { type Profile, type ProfilePerson, readProfile } from './profile.ts'
import { makeRelay, RELAY_LIMITS, type Relay, type RelayLimits } from './relay.ts'
import { makeVault, type Vault, type VaultPorts } from './vault.ts'

/** What the services take from the machine; every part has its real default. */
export interface Ports extends VaultPorts {
  readonly disk: Disk
  readonly relayLimits: RelayLimits
}

export interface DesktopOptions {
  /** The folder of site.json, vault/, journal/ and attachments/. */
  readonly data: string
  readonly shell: 'electron' | 'browser'
  readonly version: string
  /** Full HTML of a paper to the bytes of a PDF. Code: print-failed. */
  readonly makePdf: (html: string) => Promise<Result<Uint8Array>>
  readonly ports?: Partial<Ports>
}

export interface Desktop {
  readonly handlers: Handlers
  /** Events for the window; answers the function that stops them. */
  on(listener: (event: EventName, detail: unknown) => void): () => void
  /** As it was when opened: nobody signed in. */
  readonly site: Site
  /** Ends what is under way, closes the key and the files, and lets go of the folder. */
  close(): Promise<void>
}

const realPorts: Ports = {
  disk: realDisk,
  relayLimits: RELAY_LIMITS,
  now: () => Date.now(),
  uptime: () => performance.now(),
  every(ms, run) {
    const timer = setInterval(run, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
}

/**
 * Opens the services of one data folder for either shell. A damaged or unreadable journal does not keep the desktop closed: it is a
 * problem of `journal.list`, and stops signing by its key alone. Codes: already-running, not-found (no site profile), wrong-shape,
 * too-large, disk-full, disk-failed.
 */
export async function openDesktop(options: DesktopOptions): Promise<Result<Desktop>> {
  const { data } = options
  const ports = { ...realPorts, ...options.ports }
  const lock = await lockOf(data)
  if (!lock.ok) return lock
  const profile = await readProfile(data)
  const journals = profile.ok ? await openJournals(ports.disk, join(data, 'journal')) : profile
  if (!profile.ok || !journals.ok) {
    await lock.value()
    return profile.ok ? (journals as Result<never>) : profile
  }

  const listeners = new Set<(event: EventName, detail: unknown) => void>()
  const tell = <E extends EventName>(event: E, detail: Events[E]) => {
    for (const listener of listeners) listener(event, detail)
  }
  const vault = makeVault(data, profile.value.people, ports, (reason) => tell('locked', { reason }))
  const relay = makeRelay(profile.value.node, ports.relayLimits)
  const files = nodeFiles(profile.value.node)
  const site = () => siteOf(profile.value, options, vault)
  const parts = {
    profile: profile.value,
    journals: journals.value,
    attachments: openAttachments(ports.disk, join(data, 'attachments')),
    vault,
    relay,
    files,
    tell,
    ports,
    site,
    makePdf: options.makePdf,
  }
  return ok({
    handlers: makeHandlers(parts),
    site: site(),
    on(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      relay.close()
      files.close()
      await vault.close()
      await journals.value.close()
      listeners.clear()
      await lock.value()
    },
  })
}

async function lockOf(data: string): Promise<Result<() => Promise<void>>> {
  try {
    await mkdir(data, { recursive: true, mode: 0o700 })
  } catch (error) {
    return asDiskFailure(error)
  }
  return lockFolder(data)
}

interface Parts {
  readonly profile: Profile
  readonly journals: Journals
  readonly attachments: AttachmentStore
  readonly vault: Vault
  readonly relay: Relay
  readonly files: NodeFiles
  readonly tell: <E extends EventName>(event: E, detail: Events[E]) => void
  readonly ports: Ports
  readonly site: () => Site
  readonly makePdf: DesktopOptions['makePdf']
}

function makeHandlers(parts: Parts): Handlers {
  const { profile, journals, attachments, vault, relay, files, tell, ports, site, makePdf } = parts
  const signing = async <T>(sign: (signing: Signing) => Promise<Result<T>>): Promise<Result<T>> => {
    const key = vault.use()
    if (!key.ok) return key
    const journal = await journals.of(key.value.person.key)
    return journal.ok ? sign({ key: key.value, net: profile.net, journal: journal.value, now: ports.now }) : journal
  }
  const province = { ack: profile.ack, verify }
  return {
    ...attachmentHandlers(attachments, journals, vault, files, tell),
    'site.info': async () => ok(site()),
    'vault.unlock': async ({ person, passphrase }) => {
      const opened = await vault.unlock(person, passphrase)
      return opened.ok ? ok(asPerson(opened.value)) : opened
    },
    'vault.lock': async () => {
      await vault.lock()
      return ok(null)
    },
    'vault.session': async ({ nonce }) => {
      // A session is renewed by the program itself: nobody need be there.
      const key = vault.peek()
      return key.ok ? ok({ key: key.value.person.key, sig: await key.value.sign('session', nonce) }) : key
    },
    'vault.open': async ({ sealed }) => {
      const key = vault.use()
      return key.ok ? ok({ payloads: await openPayloads(key.value, sealed) }) : key
    },
    'vault.open-unasked': async ({ sealed }) => {
      const key = vault.peek()
      return key.ok ? ok({ payloads: await openPayloads(key.value, sealed) }) : key
    },
    'vault.search-key': async () => {
      const key = vault.peek()
      return key.ok ? ok({ key: key.value.searchKey() }) : key
    },
    'filing.submit': (draft) =>
      // [N9] Its attachments are here and whole, or it is not signed.
      signing((one) => attachments.holding(draft.att, () => submit(draft, one))),
    'filing.submit-many': async ({ drafts }) => {
      const att = drafts.flatMap((draft) => draft.att)
      const kept = await signing((one) => attachments.holding(att, () => submitMany(drafts, one)))
      return kept.ok ? ok({ kept: kept.value }) : kept
    },
    'filing.again': async ({ refusal, entries }) => {
      const { replacement } = journals
      // [N9] Their attachments are named by the journal, and stay.
      const kept = await signing((one) => signAgain(refusal, entries, { ...one, ...province, replacement }))
      return kept.ok ? ok({ kept: kept.value }) : kept
    },
    'journal.leave': ({ refusal }) =>
      signing(async ({ journal }) => {
        const refused = await refusedIn(journal, refusal, province)
        if (!refused.ok) return refused
        journal.leave(refused.value.epoch)
        return ok(null)
      }),
    'journal.list': async (asked) => {
      const key = vault.peek()
      // While nobody is signed in, what the whole desktop holds: entries are public, and payloads stay sealed.
      const mine = key.ok ? new Set(key.value.person.scopes) : null
      return journals.list(asked, (scope) => mine === null || scope.some((code) => mine.has(code)))
    },
    'relay.request': (input) => relay.request(input),
    'paper.pdf': async ({ paper, sheet }) => {
      vault.use()
      const made = await makePdf(paperDocument(paper, sheet))
      return made.ok ? ok({ bytes: made.value }) : made
    },
  }
}

function asPerson({ id, name, office, officeName, roles, key }: ProfilePerson): Person {
  return { id, name, office, officeName, roles, key }
}

function siteOf(profile: Profile, { shell, version }: DesktopOptions, vault: Vault): Site {
  const { net, origin, vkey, ack, device, demoPassphrase } = profile
  const key = vault.peek()
  const signedIn = key.ok ? key.value.person.id : null
  return {
    shell,
    version,
    net,
    origin,
    vkey,
    ack,
    device,
    people: profile.people.map(asPerson),
    demoPassphrase,
    signedIn,
  }
}
