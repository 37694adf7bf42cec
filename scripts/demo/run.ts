import { createInterface } from 'node:readline'
import { readProfile } from '../../main/services/profile.ts'
import { must } from '../../shared/base/result.ts'
import type { Child } from './child.ts'
import { foldersIn } from './make.ts'
import type { DemoCommand } from './options.ts'
import { electronIn, startBrowserShell, startElectron, startProvince } from './programs.ts'

/**
 * Starts the node and the desktop of a demo that has been made, and stays until it is told to end, the window is closed or one
 * of them dies. Answers the exit code.
 */
export async function runDemo(
  root: string,
  { data, port, open }: DemoCommand,
  say: (line: string) => void,
): Promise<number> {
  const profile = must(await readProfile(foldersIn(data).desktop))
  if (port !== null && port !== profile.port) {
    say(
      `本演示的端口已定为 ${profile.port}，换端口会看不到已有数据 · this demo has port ${profile.port}; another would be an empty desktop`,
    )
    return 1
  }
  const place = { root, data }
  const running: Child[] = []
  const asked = untilAsked(() => running)

  let node = startProvince(place, Number(new URL(profile.node).port))
  running.push(node)
  if ((await Promise.race([node.says('province ready '), asked.then(() => '')])) === null) {
    say(`${node.name}: 没有启动，原因见上 · did not start; the lines above say why`)
    return 1
  }

  const display = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
  const shows = open && display
  const electron = shows ? electronIn(root) : null
  const desktop =
    electron !== null ? startElectron(place, electron) : startBrowserShell(place, shows, (line) => shows || say(line))
  running.push(desktop)
  if (!shows && (await Promise.race([desktop.says('desktop ready '), asked.then(() => '')])) === null) {
    say(`${desktop.name}: 没有启动，原因见上 · did not start; the lines above say why`)
    await node.stop()
    return 1
  }

  say('')
  if (open && !display) say('没有图形桌面，只显示地址 · no display: only the address is shown')
  say(
    `外壳 shell      ${electron !== null ? 'Electron' : shows ? '浏览器 · the system’s Chromium or Edge' : '浏览器，不开窗口 · browser, no window'}`,
  )
  say(`省级节点 node   ${profile.node}（进程 pid ${node.pid}）`)
  say(
    `县级桌面 desktop ${electron !== null ? 'app://' : `http://${profile.installId}.localhost:${profile.port}`}（进程 pid ${desktop.pid}）`,
  )
  say(`演示口令 passphrase  ${profile.demoPassphrase ?? ''}`)
  say('选择一个人，输入演示口令，即可收件；断开线路也能收件。Ctrl-C 结束。')
  say('Choose a person, type the demo passphrase, and file; it works without the line as well. Ctrl-C ends it.')
  say(
    '输入 down 回车：断开省级节点（试离线）；输入 up 回车：恢复。Type down and Enter to cut the line, up and Enter to restore it.',
  )
  if (!shows)
    say('地址只能打开一次，一分钟内有效；按回车换一个。The address opens once, within a minute; Enter gives a new one.')

  const startNode = async () => {
    if (running.includes(node)) return
    node = startProvince(place, Number(new URL(profile.node).port))
    running.push(node)
    watchNode(node)
    if ((await node.says('province ready ')) !== null) say('省级节点已恢复 · the node is back')
  }
  /** A node that ends leaves an office without a line, and that is what the desktop is for: it goes on. */
  const watchNode = (one: Child) => {
    void one.ended.then(() => {
      running.splice(running.indexOf(one), 1)
      if (!ending)
        say('省级节点已停，县级桌面照常收件；输入 up 回车恢复 · the node has stopped; the desktop goes on without it')
    })
  }
  let ending = false
  watchNode(node)
  createInterface({ input: process.stdin }).on('line', (line) => {
    const word = line.trim()
    if (word === 'down') void node.stop()
    else if (word === 'up') void startNode()
    else if (!shows) desktop.tell('again')
  })

  const end = await Promise.race([asked.then(() => null), desktop.ended.then((code) => ({ code }))])
  ending = true
  const died = end !== null && end.code !== 0
  if (died) say(`${desktop.name}: 意外退出 · ended unexpectedly (${end.code ?? 'signal'})`)
  await desktop.stop()
  await node.stop()
  return died ? 1 : 0
}

/** Resolves at the first Ctrl-C, SIGTERM or closed terminal; a second one ends everything at once. */
function untilAsked(running: () => readonly Child[]): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) {
          for (const child of running()) child.kill()
          process.exit(130)
        }
        asked = true
        resolve()
      })
    }
  })
}
