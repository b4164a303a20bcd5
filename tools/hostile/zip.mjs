import { crc32 } from "node:zlib";

/** A ZIP of stored entries. */
export function zip(entries) {
  const heads = [];
  const list = [];
  let at = 0;
  for (const [name, bytes] of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x5821, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([
      Buffer.from("PK\x03\x04"),
      common,
      Buffer.from(name),
      bytes,
    ]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(at, 10);
    list.push(
      Buffer.concat([
        Buffer.from("PK\x01\x02\x14\0"),
        common,
        where,
        Buffer.from(name),
      ]),
    );
    heads.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...heads, listed, end]);
}
