package io.vedette.core.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.ffi.Errno;
import io.vedette.core.ffi.Libbpf;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class BpfLoaderKernelTest {

    private static Libbpf libbpf() {
        return ((Libbpf.Lookup.Found) Libbpf.find()).libbpf();
    }

    private static byte[] image() throws Exception {
        try (InputStream in = BpfLoader.class.getResourceAsStream("vedette.bpf.o")) {
            return in.readAllBytes();
        }
    }

    /// Puts another text of the same length into the object.
    private static byte[] imageWith(String from, String to) throws Exception {
        String image = new String(image(), StandardCharsets.ISO_8859_1);
        assertThat(image).contains(from);
        assertThat(to).hasSameSizeAs(from);
        return image.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void loadsEveryProgram() {
        BpfLoader.Result.Loaded loaded = (BpfLoader.Result.Loaded) new BpfLoader(libbpf(), Map.of()).load();

        try (BpfObject object = loaded.object()) {
            assertThat(loaded.refusals()).isEmpty();
            assertThat(Program.values()).allMatch(object::isLoaded);
        }
    }

    @Test
    void goesOnWithoutAProgramWhoseHookIsNotThere() throws Exception {
        byte[] image = imageWith("tp_btf/task_newtask", "tp_btf/no_such_hook");

        BpfLoader.Result.Loaded loaded = (BpfLoader.Result.Loaded) new BpfLoader(libbpf(), Map.of(), image).load();

        try (BpfObject object = loaded.object()) {
            assertThat(loaded.refusals())
                    .singleElement()
                    .isEqualTo(new Refusal.HookNotFound(Program.FORK, Errno.ESRCH));
            assertThat(object.isLoaded(Program.FORK)).isFalse();
            assertThat(object.isLoaded(Program.EXEC)).isTrue();
            assertThat(object.attach(Program.EXEC)).isEmpty();
            assertThat(object.attach(Program.FORK)).isPresent();
        }
    }

    @Test
    void namesTheVerifiersLastWordOfAProgramThatIsRefused() throws Exception {
        byte[] image = imageWith("\0nsproxy\0", "\0nsprox_\0");

        BpfLoader.Result result = new BpfLoader(libbpf(), Map.of(), image).load();

        assertThat(result).isInstanceOf(BpfLoader.Result.Loaded.class);
        BpfLoader.Result.Loaded loaded = (BpfLoader.Result.Loaded) result;
        try (BpfObject object = loaded.object()) {
            assertThat(object.isLoaded(Program.SELF)).isTrue();
            assertThat(loaded.refusals()).hasSizeGreaterThan(1).allSatisfy(refusal -> {
                assertThat(refusal).isInstanceOf(Refusal.KernelRefuses.class);
                assertThat(refusal.sentence()).contains("nsprox_").endsWith(".");
            });
        }
    }

    @Test
    void refusesWhatIsNoObject() throws Exception {
        BpfLoader.Result result = new BpfLoader(libbpf(), Map.of(), new byte[64]).load();

        assertThat(result).isInstanceOf(BpfLoader.Result.NotLoaded.class);
        assertThat(((BpfLoader.Result.NotLoaded) result).reasons())
                .singleElement()
                .asString()
                .contains("libbpf");
    }
}
