package io.vedette.core.digest;

/// The checksum of a file as it was: device, inode, size and change time name one state of it.
///
/// @param device major << 20 | minor
/// @param size bytes
/// @param changeTimeNs ctime, Unix epoch
/// @param path as the event named it; not copied
/// @param container index of the container that it was seen in
/// @param sha256 32 bytes, or none with a `failure`; not copied
/// @param failure why there is no checksum, or empty
@SuppressWarnings("ArrayRecordComponent") // handed on once, and never changed
public record FileDigest(
        int device,
        long inode,
        long size,
        long changeTimeNs,
        byte[] path,
        int container,
        byte[] sha256,
        String failure) {

    boolean isOf(int device, long inode, long size, long changeTimeNs) {
        return this.inode == inode && this.changeTimeNs == changeTimeNs && this.size == size && this.device == device;
    }
}
