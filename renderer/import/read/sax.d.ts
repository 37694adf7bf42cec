/** The part of sax that is used here; its published types bring Node's with them. */
declare module 'sax' {
  export interface Tag {
    readonly name: string
    readonly attributes: Readonly<Record<string, string>>
  }
  export interface SAXParser {
    onopentag: (tag: Tag) => void
    onclosetag: (name: string) => void
    ontext: (text: string) => void
    oncdata: (text: string) => void
    ondoctype: (text: string) => void
    onerror: (error: Error) => void
    write(text: string): this
    close(): this
  }
  const sax: {
    parser(strict: boolean, options: { position: boolean; strictEntities: boolean }): SAXParser
  }
  export default sax
}
