/**
 * Public test vectors (../shared/vectors seen from the project's root), the same way in Node and in Chromium. They are not
 * part of the project: where the folder is absent, `describe.skipIf(!vectorsThere)` says so in the report.
 */
const files = import.meta.glob<string>(['../../../shared/vectors/**', '!**/.state/**'], {
  query: '?url&inline',
  import: 'default',
})
const ROOT = '../../../shared/vectors/'

export const vectorsThere = Object.keys(files).length > 0

/** Names of all vector files below a folder such as `merkle/inclusion/`, sorted. */
export function vectorNames(folder: string): string[] {
  return Object.keys(files)
    .map((path) => path.slice(ROOT.length))
    .filter((name) => name.startsWith(folder))
    .sort()
}

/** One vector file as bytes; throws when there is no such file. */
export async function vectorBytes(name: string): Promise<Uint8Array> {
  const load = files[ROOT + name]
  if (load === undefined) throw new Error(`no vector file ${name}`)
  const url = await load()
  const comma = url.indexOf(',')
  const tail = url.slice(comma + 1)
  if (!url.slice(0, comma).endsWith(';base64')) return new TextEncoder().encode(decodeURIComponent(tail))
  return Uint8Array.from(atob(tail), (c) => c.charCodeAt(0))
}

export async function vectorText(name: string): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true }).decode(await vectorBytes(name))
}

/** The caller knows the shape of the file it asks for. */
export async function vectorJson<T>(name: string): Promise<T> {
  return JSON.parse(await vectorText(name)) as T
}
