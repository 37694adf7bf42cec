import { safeStorage } from 'electron'

/** What guards the key files of this device besides the passphrase, and the line that says so. */
export interface KeyGuard {
  readonly keyring: boolean
  readonly says: string
}

/**
 * Asks which keyring Chromium found; call when Electron is ready. On a Linux desktop that it does not know, safeStorage falls
 * back to `basic_text`: a fixed password in the program, which protects nothing and must never be counted on. Keys are
 * sealed by the passphrase in every case (K5).
 */
export async function keyGuard(platform: string): Promise<KeyGuard> {
  const backend = platform === 'linux' ? safeStorage.getSelectedStorageBackend() : platform
  const sound = backend !== 'basic_text' && backend !== 'unknown' && (await safeStorage.isAsyncEncryptionAvailable())
  return sound
    ? { keyring: true, says: `系统密钥环可用（${backend}）；签名密钥由口令封存。` }
    : { keyring: false, says: `本机没有可靠的系统密钥环（${backend}），签名密钥只靠口令保护：请使用足够长的口令。` }
}
