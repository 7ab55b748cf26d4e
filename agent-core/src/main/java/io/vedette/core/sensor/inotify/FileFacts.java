package io.vedette.core.sensor.inotify;

/// What `statx` says of a file.
///
/// @param device major << 20 | minor
/// @param mode type and permissions
record FileFacts(long inode, int device, int mode, int uid, int gid, int links, long modifiedNs) {

    /// It is gone, or can't be asked for.
    static final FileFacts UNKNOWN = new FileFacts(0, 0, 0, 0, 0, 0, 0);

    private static final int TYPE = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int SYMBOLIC_LINK = 0xA000;

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    boolean isSymbolicLink() {
        return (mode & TYPE) == SYMBOLIC_LINK;
    }
}
