package io.vedette.core.digest;

/// A file whose checksum is wanted.
///
/// @param tgid of the process that runs or loads it, in the initial pid namespace
/// @param pid of the same in its own one, 0 when not known
/// @param parentTgid of its parent: it often has the same root, and lives longer
/// @param executable whether it is what the process runs
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never changed
record DigestRequest(
        int device,
        long inode,
        long size,
        long changeTimeNs,
        byte[] path,
        int container,
        int tgid,
        int pid,
        int parentTgid,
        boolean executable) {

    FileDigest found(byte[] sha256) {
        return new FileDigest(device, inode, size, changeTimeNs, path, container, sha256, "");
    }

    FileDigest failed(String why) {
        return new FileDigest(device, inode, size, changeTimeNs, path, container, new byte[0], why);
    }
}
