import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { utf8 } from '../../shared/base/bytes.ts'
import { fail, ok, type Result } from '../../shared/base/result.ts'
import { isMap } from '../../shared/base/shape.ts'
import { asDiskFailure, replaceFile } from '../services/disk.ts'
import { PROFILE_NAME } from '../services/profile.ts'
import { type Door, makeDoor } from './door.ts'

/** Where the port is kept that was given when the site profile named none. */
const PORT_FILE = 'port.json'

/**
 * The address of this installation from `site.json` in the data folder. A port given on the command line can only be the first:
 * it is kept, and from then on another one is refused, because it would open an empty ledger. Codes: not-found (no site
 * profile), wrong-shape, disk-failed
 */
export async function readDoor(data: string, asked: number | null): Promise<Result<Door>> {
  const site = await readJson(join(data, PROFILE_NAME))
  if (!site.ok) return site
  const { installId, port: provisioned = null } = site.value
  if (typeof installId !== 'string') return fail('wrong-shape', 'site.json: installId')
  const kept = provisioned === null ? await readJson(join(data, PORT_FILE)) : ok({ port: provisioned })
  if (!kept.ok && kept.code !== 'not-found') return kept
  const stored = kept.ok ? kept.value.port : null
  if (stored !== null && typeof stored !== 'number') return fail('wrong-shape', 'site.json: port')
  if (stored !== null && asked !== null && asked !== stored) {
    return fail('wrong-shape', `port: stored ${stored}`)
  }
  const port = stored ?? asked
  if (port === null) return fail('wrong-shape', 'port: none')
  const door = makeDoor(installId, port)
  return door.ok && stored === null ? keepPort(data, port).then((done) => (done.ok ? door : done)) : door
}

async function readJson(path: string): Promise<Result<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isMap(value) ? ok(value) : fail('wrong-shape', path)
  } catch (error) {
    if (error instanceof SyntaxError) return fail('wrong-shape', path)
    return fail((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'not-found' : 'disk-failed', path)
  }
}

async function keepPort(data: string, port: number): Promise<Result<null>> {
  try {
    await replaceFile(join(data, PORT_FILE), utf8(JSON.stringify({ port })))
    return ok(null)
  } catch (error) {
    return asDiskFailure(error)
  }
}
