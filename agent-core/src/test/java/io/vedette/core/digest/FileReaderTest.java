package io.vedette.core.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReaderTest {

    private static final int NO_PROCESS = Integer.MAX_VALUE;
    private static final long MAX_BYTES = 1 << 20;

    @TempDir
    private Path directory;

    private final FileReader reader = new FileReader(Path.of("/proc"), MAX_BYTES);

    @AfterEach
    void close() {
        reader.close();
    }

    private static int self() {
        return (int) ProcessHandle.current().pid();
    }

    private static DigestRequest request(Path file, Path named, int tgid, int parentTgid) throws IOException {
        FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
        return new DigestRequest(
                0,
                (Long) Files.getAttribute(file, "unix:ino"),
                Files.size(file),
                changed.to(TimeUnit.NANOSECONDS),
                named.toString().getBytes(StandardCharsets.UTF_8),
                0,
                tgid,
                0,
                parentTgid,
                false);
    }

    private FileDigest read(DigestRequest request) {
        return reader.read(request, () -> {});
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    @Test
    void digestsAFileLargerThanAChunk() throws Exception {
        byte[] bytes = "0123456789".repeat(70_001).getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(directory.resolve("large"), bytes);

        FileDigest digest = read(request(file, file, self(), NO_PROCESS));

        assertThat(digest.sha256()).isEqualTo(sha256(bytes));
        assertThat(digest.failure()).isEmpty();
    }

    @Test
    void digestsTheExecutableOfAProcessWhateverItsPathLeadsToNow() throws Exception {
        Path program = Path.of("/proc/self/exe").toRealPath();
        DigestRequest request = request(program, Path.of("/replaced/meanwhile"), self(), NO_PROCESS);
        DigestRequest executable = new DigestRequest(
                0,
                request.inode(),
                request.size(),
                request.changeTimeNs(),
                request.path(),
                0,
                self(),
                0,
                NO_PROCESS,
                true);

        assertThat(read(executable).sha256()).isEqualTo(sha256(Files.readAllBytes(program)));
    }

    @Test
    void findsTheFileThroughTheParentOfAProcessThatIsGone() throws Exception {
        Path file = Files.writeString(directory.resolve("tool"), "tool");

        assertThat(read(request(file, file, NO_PROCESS, self())).failure()).isEmpty();
        assertThat(read(request(file, file, NO_PROCESS, NO_PROCESS)).failure()).isEqualTo("gone");
    }

    @Test
    void doesNotTakeAnotherFileOfTheSameName() throws Exception {
        Path file = Files.writeString(directory.resolve("tool"), "good");
        DigestRequest request = request(file, file, self(), NO_PROCESS);
        Files.move(Files.writeString(directory.resolve("other"), "evil"), directory.resolve("gone"));
        Files.delete(file);
        Files.writeString(file, "evil");

        assertThat(read(request).failure()).isEqualTo("gone");
    }

    @Test
    void doesNotTakeAFileThatWasWrittenToSince() throws Exception {
        Path file = Files.writeString(directory.resolve("tool"), "1234");
        DigestRequest request = request(file, file, self(), NO_PROCESS);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        Files.writeString(file, "12345");

        assertThat(read(request).failure()).isEqualTo("gone");
    }

    @Test
    void followsNoMagicLink() throws Exception {
        Path file = Files.writeString(directory.resolve("tool"), "tool");
        Path detour = Path.of("/proc/self/root").resolve(file.toString().substring(1));

        assertThat(read(request(file, detour, self(), NO_PROCESS)).failure()).isEqualTo("gone");
    }

    @Test
    void saysThatAFileIsTooLarge() throws Exception {
        Path file = Files.write(directory.resolve("large"), new byte[(int) MAX_BYTES + 1]);

        assertThat(read(request(file, file, self(), NO_PROCESS)).failure()).isEqualTo("too large");
    }

    @Test
    void doesNotWaitForAFifo() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();

        assertThat(read(request(fifo, fifo, self(), NO_PROCESS)).failure()).isEqualTo("gone");
    }
}
