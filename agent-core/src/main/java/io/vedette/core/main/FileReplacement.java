package io.vedette.core.main;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/// Replaces a file's bytes at once: whoever reads it sees the old ones or the new ones. Mode, owner and group stay.
///
/// @param target the file itself, behind all links
record FileReplacement(Path target) {

    /// @throws IOException when there is no such file
    static FileReplacement of(Path file) throws IOException {
        return new FileReplacement(file.toRealPath());
    }

    /// @throws IOException when it can't be done; the file is then as it was
    void with(byte[] bytes) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(directory, "." + target.getFileName(), ".vedette");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            copyAttributes(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void copyAttributes(Path temporary) throws IOException {
        PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
        PosixFileAttributeView fresh = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        PosixFileAttributes made = fresh.readAttributes();
        if (!made.owner().equals(old.owner())) {
            fresh.setOwner(old.owner());
        }
        if (!made.group().equals(old.group())) {
            fresh.setGroup(old.group());
        }
        // Last, since a change of the owner takes bits away.
        fresh.setPermissions(old.permissions());
    }
}
