/** One request to the bench's own server. */
export async function post(path: string, body: Uint8Array): Promise<Uint8Array> {
  const response = await fetch(path, { method: 'POST', body: body as Uint8Array<ArrayBuffer> })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return new Uint8Array(await response.arrayBuffer())
}
