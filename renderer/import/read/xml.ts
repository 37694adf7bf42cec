import sax, { type Tag } from 'sax'
import { fail, ok, type Result } from '../../../shared/base/result.ts'

/** What a reader of a part wants to be told; names come without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): Result<null>
  close(name: string): Result<null>
  text(text: string): Result<null>
}

/** Elements inside each other; a workbook has no more than a dozen. */
const DEEPEST = 64

/**
 * A strict XML reader that is fed piece by piece. A document type is refused, whatever it declares, so that there are no entities but the five and
 * the numbered ones. Codes: table-damaged, and those of the handler.
 */
export function xmlReader(handler: XmlHandler): { take(text: string): Result<null>; end(): Result<null> } {
  // It counts where it is: by that it knows when a name, an attribute or a comment grows beyond 64 KiB, and gives long texts in pieces.
  const parser = sax.parser(true, { position: true, strictEntities: true })
  let failure: Result<null> = ok(null)
  let depth = 0
  const keep = (result: Result<null>) => {
    if (failure.ok && !result.ok) failure = result
  }
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.onopentag = ({ name, attributes }: Tag) => {
    if (++depth > DEEPEST) keep(fail('table-damaged', `deeper than ${DEEPEST}`))
    if (failure.ok) keep(handler.open(local(name), attributes))
  }
  parser.onclosetag = (name) => {
    depth--
    if (failure.ok) keep(handler.close(local(name)))
  }
  const text = (piece: string) => {
    if (failure.ok) keep(handler.text(piece))
  }
  parser.ontext = text
  parser.oncdata = text
  parser.ondoctype = () => keep(fail('table-damaged', 'a document type'))
  parser.onerror = (error) => keep(fail('table-damaged', error.message.split('\n')[0] ?? ''))
  const run = (step: () => void): Result<null> => {
    if (!failure.ok) return failure
    try {
      step()
    } catch (error) {
      // After an error the parser throws it again.
      keep(fail('table-damaged', error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''))
    }
    return failure
  }
  return { take: (piece) => run(() => parser.write(piece)), end: () => run(() => parser.close()) }
}
