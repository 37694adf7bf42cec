/**
 * Who may import what, as a table. `own` is always allowed: a row may import its own folder. `within` names other folders
 * (or single files) of the project, `packages` names npm packages, `node` says whether Node's modules may be used. The first
 * row whose `path` matches a file is the file's row; a file that matches none fails the test. `atLeast` keeps the test from
 * passing because it has read nothing.
 */
export interface Row {
  readonly path: string
  readonly within: readonly string[]
  readonly packages: readonly string[]
  readonly node: boolean
  readonly atLeast: number
}

const PURE = ['shared']

export const ROWS: readonly Row[] = [
  { path: 'shared/base/', within: [], packages: ['@noble/hashes'], node: false, atLeast: 5 },
  {
    path: 'shared/ledger/',
    within: ['shared/base'],
    packages: ['@noble/hashes', '@noble/curves'],
    node: false,
    atLeast: 14,
  },
  {
    path: 'shared/contract/',
    within: ['shared/base', 'shared/ledger', 'shared/services'],
    packages: ['@bufbuild/cel', '@cfworker/json-schema'],
    node: false,
    atLeast: 25,
  },
  { path: 'shared/services/', within: ['shared/base', 'shared/contract'], packages: [], node: false, atLeast: 0 },
  {
    path: 'shared/sync/',
    within: ['shared/base', 'shared/ledger', 'shared/contract'],
    packages: [],
    node: false,
    atLeast: 2,
  },
  {
    path: 'shared/paper/',
    within: ['shared/base', 'shared/ledger', 'shared/contract', 'shared/bridge.ts'],
    packages: ['fflate', 'lean-qr'],
    node: false,
    atLeast: 1,
  },
  /** The contracts between processes: the bridge table and the loopback shell's messages. */
  { path: 'shared/', within: ['shared/base', 'shared/ledger'], packages: [], node: false, atLeast: 1 },
  {
    path: 'main/services/',
    within: PURE,
    packages: ['age-encryption', '@noble/ciphers', '@scure/base'],
    node: true,
    atLeast: 8,
  },
  { path: 'main/electron/', within: [...PURE, 'main/services'], packages: ['electron'], node: true, atLeast: 10 },
  { path: 'main/browser/', within: [...PURE, 'main/services'], packages: [], node: true, atLeast: 10 },
  {
    path: 'renderer/vite.config.ts',
    within: [],
    packages: ['vite', '@vitejs/plugin-react'],
    node: true,
    atLeast: 1,
  },
  {
    path: 'renderer/',
    within: PURE,
    packages: [
      'react',
      'react-dom',
      'antd',
      '@ant-design/icons',

      'dexie',

      'papaparse',
      'sax',
      '@zip.js/zip.js',

      '@codemirror/commands',
      '@codemirror/lang-json',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/search',
      '@codemirror/state',
      '@codemirror/view',
      '@lezer/highlight',
      'jsonc-parser',
      '@dagrejs/dagre',

      '@fontsource/noto-sans-sc',
      '@fontsource/noto-serif-tibetan',
    ],
    node: false,
    atLeast: 30,
  },
  {
    path: 'province/',
    within: PURE,
    packages: ['fastify', 'kysely', '@electric-sql/pglite', 'age-encryption'],
    node: true,
    atLeast: 10,
  },
  { path: 'verifier/', within: PURE, packages: [], node: true, atLeast: 1 },
]

/** The folders that the table speaks of. Tests and scripts may import anything; nothing of these may import them. */
export const FOLDERS = ['shared', 'main', 'renderer', 'province', 'verifier'] as const

/** Only index.ts of these folders is imported from outside. */
export const DOORS = ['shared/ledger'] as const

/** What shared/ may use of the language's own globals: nothing here knows a clock, chance, a machine or a page. */
export const PURE_GLOBALS: ReadonlySet<string> = new Set(
  `Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Error Float64Array Infinity Int32Array Intl JSON Map
   Math NaN Number Object Promise RangeError Reflect RegExp Set String Symbol SyntaxError TypeError Uint8Array Uint16Array
   Uint32Array WeakMap WeakSet decodeURIComponent encodeURIComponent isFinite isNaN parseInt undefined`.split(/\s+/),
)
