import { folderStore } from './folder-store.js';
import type { PackStore } from './pack-store.js';
import { s3Store, type S3StoreOptions } from './s3-store.js';

/** The store at that address: `s3://bucket/prefix`, or a folder. Nothing is read yet. */
export function openStore(url: string, s3: S3StoreOptions): PackStore {
  return isS3(url) ? s3Store(url, s3) : folderStore(url);
}

export function isS3(url: string): boolean {
  return url.startsWith('s3://');
}
