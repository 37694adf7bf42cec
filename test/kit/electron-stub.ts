import { EventEmitter } from 'node:events'

/**
 * Stands where Electron stands and records, in order, everything that the shell asks of it. It decides nothing by itself: what
 * Electron would answer is set by the test. Use: `vi.mock('electron', () => import('../../kit/electron-stub.ts'))`.
 */
export interface Call {
  readonly name: string
  readonly args: unknown[]
}

export const calls: Call[] = []

function record(name: string, ...args: unknown[]): void {
  calls.push({ name, args })
}

/** Where in the recording a call stands first; -1 when it was never made. */
export function position(name: string): number {
  return calls.findIndex((call) => call.name === name)
}

export function called(name: string): Call[] {
  return calls.filter((call) => call.name === name)
}

/** What the stub answers; a test sets it, `reset` puts it back. */
const ordinary = {
  packaged: false,
  lock: true,
  switches: [] as string[],
  appPath: '/app',
  backend: 'gnome_libsecret',
  encryption: true,
  pdf: async (): Promise<Buffer> => Buffer.from('%PDF-1.7'),
  load: async (_url: string): Promise<void> => {},
}
export const answers = { ...ordinary }

let frames = 0

export class Frame {
  readonly frameTreeNodeId = ++frames
  readonly parent: Frame | null
  url: string
  constructor(url: string, parent: Frame | null = null) {
    this.url = url
    this.parent = parent
  }
}

export class Contents extends EventEmitter {
  mainFrame = new Frame('')
  destroyed = false
  openHandler: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    record('contents.setWebRTCIPHandlingPolicy', policy)
  }
  getURL(): string {
    return this.mainFrame.url
  }
  send(channel: string, ...args: unknown[]): void {
    record('contents.send', channel, ...args)
  }
  reload(): void {
    record('contents.reload')
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  async printToPDF(options: unknown): Promise<Buffer> {
    record('contents.printToPDF', options)
    return answers.pdf()
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = []
  readonly options: Record<string, unknown>
  readonly webContents = new Contents()
  destroyed = false
  minimized = false
  constructor(options: Record<string, unknown>) {
    super()
    record('new BrowserWindow', options)
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  removeMenu(): void {
    record('window.removeMenu')
  }
  show(): void {
    record('window.show')
  }
  focus(): void {
    record('window.focus')
  }
  restore(): void {
    record('window.restore')
  }
  isMinimized(): boolean {
    return this.minimized
  }
  isDestroyed(): boolean {
    return this.destroyed
  }
  destroy(): void {
    record('window.destroy')
    this.destroyed = true
    this.webContents.destroyed = true
  }
  async loadURL(url: string): Promise<void> {
    record('window.loadURL', url)
    this.webContents.mainFrame.url = url
    await answers.load(url)
  }
}

type Handler = (...args: never[]) => unknown

/** A session: each setter keeps its handler under the setter's name. */
export class Session extends EventEmitter {
  readonly handlers = new Map<string, Handler>()
  readonly schemes = new Map<string, (request: Request) => Response | Promise<Response>>()
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>): void => {
      if (this.schemes.has(scheme)) throw new Error(`the scheme ${scheme} has a handler already`)
      record('protocol.handle', scheme)
      this.schemes.set(scheme, handler)
    },
  }
  readonly webRequest = {
    onBeforeRequest: (handler: Handler): void => this.keep('onBeforeRequest', handler),
  }
  private keep(name: string, handler: Handler): void {
    record(`session.${name}`)
    this.handlers.set(name, handler)
  }
  setPermissionRequestHandler = (handler: Handler): void => this.keep('setPermissionRequestHandler', handler)
  setPermissionCheckHandler = (handler: Handler): void => this.keep('setPermissionCheckHandler', handler)
  setDevicePermissionHandler = (handler: Handler): void => this.keep('setDevicePermissionHandler', handler)
  setDisplayMediaRequestHandler = (handler: Handler): void => this.keep('setDisplayMediaRequestHandler', handler)
  setBluetoothPairingHandler = (handler: Handler): void => this.keep('setBluetoothPairingHandler', handler)
  setCertificateVerifyProc = (handler: Handler): void => this.keep('setCertificateVerifyProc', handler)
  setSpellCheckerEnabled(on: boolean): void {
    record('session.setSpellCheckerEnabled', on)
  }
}

class App extends EventEmitter {
  paths = new Map<string, string>()
  readonly commandLine = { hasSwitch: (name: string): boolean => answers.switches.includes(name) }
  get isPackaged(): boolean {
    return answers.packaged
  }
  enableSandbox(): void {
    record('app.enableSandbox')
  }
  requestSingleInstanceLock(): boolean {
    record('app.requestSingleInstanceLock')
    return answers.lock
  }
  async whenReady(): Promise<void> {
    record('app.whenReady')
  }
  setPath(name: string, path: string): void {
    record('app.setPath', name, path)
    this.paths.set(name, path)
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? `/default/${name}`
  }
  getAppPath(): string {
    return answers.appPath
  }
  getVersion(): string {
    return '1.2.3'
  }
  quit(): void {
    record('app.quit')
  }
  exit(code: number): void {
    record('app.exit', code)
  }
}
export const app = new App()

class IpcMain {
  readonly doors = new Map<string, (event: unknown, ...args: unknown[]) => Promise<unknown>>()
  handle(channel: string, handler: (event: unknown, ...args: unknown[]) => Promise<unknown>): void {
    record('ipcMain.handle', channel)
    this.doors.set(channel, handler)
  }
  removeHandler(channel: string): void {
    this.doors.delete(channel)
  }
  on(channel: string): void {
    record('ipcMain.on', channel)
  }
}
export const ipcMain = new IpcMain()

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown): void => record('protocol.registerSchemesAsPrivileged', schemes),
}
export const crashReporter = { start: (options: unknown): void => record('crashReporter.start', options) }
export const Menu = { setApplicationMenu: (menu: unknown): void => record('Menu.setApplicationMenu', menu) }
export const dialog = {
  showErrorBox: (title: string, text: string): void => record('dialog.showErrorBox', title, text),
}
export const safeStorage = {
  getSelectedStorageBackend: (): string => answers.backend,
  isAsyncEncryptionAvailable: async (): Promise<boolean> => answers.encryption,
}

export const session = {
  defaultSession: new Session(),
  partitions: new Map<string, Session>(),
  fromPartition(name: string, options: unknown): Session {
    record('session.fromPartition', name, options)
    const own = new Session()
    session.partitions.set(name, own)
    return own
  },
}

/** The preload's side. */
export const contextBridge = {
  exposed: new Map<string, unknown>(),
  exposeInMainWorld(name: string, value: unknown): void {
    record('contextBridge.exposeInMainWorld', name)
    contextBridge.exposed.set(name, value)
  },
}
export const ipcRenderer = Object.assign(new EventEmitter(), {
  answer: async (_channel: string, ..._args: unknown[]): Promise<unknown> => undefined,
  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    record('ipcRenderer.invoke', channel, ...args)
    return ipcRenderer.answer(channel, ...args)
  },
})

/** A new Electron: nothing asked yet, every answer the ordinary one. */
export function reset(): void {
  calls.length = 0
  Object.assign(answers, ordinary, { switches: [] })
  app.removeAllListeners()
  app.paths.clear()
  ipcMain.doors.clear()
  BrowserWindow.all = []
  session.defaultSession = new Session()
  session.partitions.clear()
  contextBridge.exposed.clear()
  ipcRenderer.removeAllListeners()
  ipcRenderer.answer = async () => undefined
}
