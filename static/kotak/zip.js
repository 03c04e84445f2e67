// @ts-check
// A zip of files as they are (APPNOTE.TXT 6.3.10: stored, no dates, no comments): the same files give the same bytes, here and on the
// command line (site-gen/src/verify/bundle/zip.rs).
"use strict";
(() => {
  const CRC = new Uint32Array(256).map((_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
    return rest;
  });

  /** CRC-32, as 4.4.7 asks. @param {Uint8Array} bytes */
  function crc32(bytes) {
    let rest = ~0;
    for (let at = 0; at < bytes.length; at += 1) rest = CRC[(rest ^ bytes[at]) & 255] ^ (rest >>> 8);
    return ~rest >>> 0;
  }

  /** Numbers of two or four bytes, least first. @param {...[number, 2 | 4]} numbers */
  function record(...numbers) {
    const view = new DataView(new ArrayBuffer(numbers.reduce((sum, [, width]) => sum + width, 0)));
    let at = 0;
    for (const [value, width] of numbers) {
      if (width === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += width;
    }
    return new Uint8Array(view.buffer);
  }

  /** The parts of the zip, in order: nothing is copied, documents are large. @param {[string, Uint8Array][]} files names are ASCII @returns {Uint8Array[]} */
  function zip(files) {
    /** @type {Uint8Array[]} */ const parts = [];
    /** @type {Uint8Array[]} */ const directory = [];
    let offset = 0;
    for (const [path, bytes] of files) {
      const name = new TextEncoder().encode(path);
      // Version 2.0, no flags, stored, no time, 1 January 1980.
      const header = record([20, 2], [0, 2], [0, 2], [0, 2], [0x21, 2], [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]);
      directory.push(record([0x02014b50, 4], [20, 2]), header, record([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), name);
      parts.push(record([0x04034b50, 4]), header, name, bytes);
      offset += 4 + header.length + name.length + bytes.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    // Beyond four bytes the form has another, which no reader of bundles takes.
    if (offset + size >= 0xffffffff || files.length >= 0xffff) throw new RangeError("too large for a bundle");
    return [...parts, ...directory, record([0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [offset, 4], [0, 2])];
  }

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, zip });
})();
