package io.vedette.core.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.ffi.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePagesTest {

    private static final Path PROC = Path.of("/proc");

    @TempDir
    private Path proc;

    private static String mapping(String first, int residentKb, int anonymousKb) {
        return first + "\nSize:  4096 kB\nRss:  " + residentKb + " kB\nShared_Clean:  0 kB\nAnonymous:  " + anonymousKb
                + " kB\nVmFlags: rd mr mw me\n";
    }

    private FilePages of(String... mappings) throws IOException {
        Path smaps = Files.createDirectories(proc.resolve("self")).resolve("smaps");
        Files.writeString(smaps, String.join("", mappings));
        return new FilePages(proc, new Libc());
    }

    @Test
    void takesWhatIsReadOnlyOfAFileAndHasNothingOfItsOwn() throws IOException {
        FilePages pages = of(
                mapping("7f0000000000-7f0000400000 r-xp 00001000 fe:00 42   /lib/code.so", 4096, 0),
                mapping("7f0000400000-7f0000800000 r--p 00401000 fe:00 42   /lib/with relocations.so", 4096, 4),
                mapping("7f0000800000-7f0000c00000 rw-p 00801000 fe:00 42   /lib/data.so", 4096, 0),
                mapping("7f0000c00000-7f0001000000 r--s 00000000 fe:00 43   /shared", 4096, 0),
                mapping("7f0001000000-7f0001400000 r--p 00000000 00:00 0 ", 4096, 0),
                mapping("7f0001400000-7f0001800000 r--p 00000000 fe:00 44   /small", 100, 0),
                mapping("7f0001800000-7f0001c00000 r--p 00000000 fe:00 45   /archive", 2048, 0),
                mapping("ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0   [vsyscall]", 0, 0));

        assertThat(pages.find())
                .extracting(mapping -> Long.toHexString(mapping.address()), FilePages.Mapping::length)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("7f0000000000", 4L << 20),
                        org.assertj.core.api.Assertions.tuple("7f0001800000", 4L << 20));
    }

    @Test
    void whereTheKernelDoesNotSayNothingHappens() throws IOException {
        assertThat(new FilePages(proc, new Libc()).release()).isZero();
        assertThat(of("no such line - at all: 1 2 3 4 5\nRss: much\n").release())
                .isZero();
    }

    @Test
    void theJvmGoesOnWithoutThePagesOfItsCode() {
        assertThat(new FilePages(PROC, new Libc()).release()).isGreaterThan(1 << 20);
        System.gc();
        assertThat(new FilePages(PROC, new Libc()).release()).isPositive();
    }
}
