package io.vedette.core.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.vedette.v1.Address;
import io.vedette.v1.Connection;
import io.vedette.v1.Container;
import io.vedette.v1.Dns;
import io.vedette.v1.DnsQuestion;
import io.vedette.v1.Event;
import io.vedette.v1.EventBatch;
import io.vedette.v1.Exec;
import io.vedette.v1.ExecFailed;
import io.vedette.v1.Exit;
import io.vedette.v1.Fork;
import io.vedette.v1.Gap;
import io.vedette.v1.Ids;
import io.vedette.v1.Kill;
import io.vedette.v1.Open;
import io.vedette.v1.Process;
import io.vedette.v1.Rename;
import io.vedette.v1.SetUid;
import io.vedette.v1.Target;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EventLineTest {

    private static final String HOSTILE =
            "\033]0;title\007\033[2J\r\n\t\b\u0000\u007f\u009b31m\u202e\u2028\u200b\ufeff";

    private static EventBatch batch(String text, Event.Builder event) {
        ByteString bytes = ByteString.copyFromUtf8(text);
        return EventBatch.newBuilder()
                .addContainers(Container.newBuilder().setId(text))
                .addProcesses(Process.newBuilder()
                        .setHostPid(42)
                        .setBinary(bytes)
                        .addArgs(bytes)
                        .addArgs(bytes)
                        .addArgs(ByteString.EMPTY))
                .addEvents(event)
                .build();
    }

    private static List<Event.Builder> events(String text) {
        ByteString bytes = ByteString.copyFromUtf8(text);
        List<Event.Builder> events = new ArrayList<>();
        events.add(Event.newBuilder().setExec(Exec.getDefaultInstance()));
        events.add(Event.newBuilder()
                .setExecFailed(
                        ExecFailed.newBuilder().setPath(bytes).addArgs(bytes).addArgs(bytes)));
        events.add(Event.newBuilder().setFork(Fork.getDefaultInstance()));
        events.add(Event.newBuilder().setExit(Exit.newBuilder().setSignal(9)));
        events.add(Event.newBuilder());
        for (FieldDescriptor kind : Event.getDescriptor().getOneofs().getFirst().getFields()) {
            events.add(Event.newBuilder().setField(kind, filled(kind.getMessageType(), text)));
        }
        return events;
    }

    /// A message with this text wherever there can be one.
    private static Message filled(Descriptor type, String text) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            Object value = switch (field.getJavaType()) {
                case BYTE_STRING -> ByteString.copyFromUtf8(text);
                case STRING -> text;
                case MESSAGE -> filled(field.getMessageType(), text);
                default -> null;
            };
            if (value != null && field.isRepeated()) {
                message.addRepeatedField(field, value);
            } else if (value != null) {
                message.setField(field, value);
            }
        }
        return message.build();
    }

    private static String line(String text, Event.Builder event) {
        EventBatch batch = batch(text, event);
        return EventLine.of(batch, batch.getEvents(0), new Palette(false));
    }

    @Test
    void showsWhatHappened() {
        assertThat(line("/bin/true", Event.newBuilder().setExec(Exec.getDefaultInstance())))
                .endsWith("       42  exec   /bin/true /bin/true ''");
        assertThat(line(
                        "/bin/true",
                        Event.newBuilder().setExit(Exit.newBuilder().setCode(3))))
                .contains("exit 3 /bin/true");
    }

    @Test
    void showsPathsAddressesAndTheOtherProcess() {
        ByteString localhost = ByteString.copyFrom(new byte[] {127, 0, 0, 1});
        Address remote = Address.newBuilder().setIp(localhost).setPort(443).build();
        DnsQuestion question = DnsQuestion.newBuilder()
                .setName(ByteString.copyFromUtf8("a.example"))
                .build();
        Target target = Target.newBuilder()
                .setHostPid(7)
                .setBinary(ByteString.copyFromUtf8("/bin/sh"))
                .build();

        assertThat(line(
                        "/bin/x",
                        Event.newBuilder()
                                .setOpen(Open.newBuilder()
                                        .setPath(ByteString.copyFromUtf8("/etc/shadow"))
                                        .setCount(3)
                                        .setErrno(13))))
                .endsWith("  open errno 13 /etc/shadow 3 times  /bin/x");
        assertThat(line(
                        "/bin/x",
                        Event.newBuilder()
                                .setRename(Rename.newBuilder()
                                        .setPath(ByteString.copyFromUtf8("/a"))
                                        .setNewPath(ByteString.copyFromUtf8("/b")))))
                .endsWith("  rename /a -> /b  /bin/x");
        assertThat(line(
                        "/bin/x",
                        Event.newBuilder()
                                .setConnect(Connection.newBuilder()
                                        .setRemote(remote)
                                        .setFd(3))))
                .endsWith("  connect -> 127.0.0.1:443 fd 3  /bin/x");
        assertThat(line(
                        "/bin/x",
                        Event.newBuilder()
                                .setDns(Dns.newBuilder().setRemote(remote).addQuestions(question))))
                .endsWith("  dns -> 127.0.0.1:443 a.example?  /bin/x");
        assertThat(line(
                        "/bin/x",
                        Event.newBuilder()
                                .setKill(Kill.newBuilder().setSignal(9).setTarget(target))))
                .endsWith("  kill signal 9 -> 7 /bin/sh  /bin/x");
        assertThat(line(
                        "/bin/x",
                        Event.newBuilder()
                                .setSetUid(SetUid.newBuilder()
                                        .setOld(Ids.newBuilder().setEffective(0))
                                        .setNew(Ids.newBuilder().setEffective(1000)))))
                .endsWith("  set_uid 0 -> 1000  /bin/x");
    }

    @Test
    void noCharacterThatSteersATerminalReachesIt() {
        for (Event.Builder event : events(HOSTILE)) {
            assertThat(line(HOSTILE, event).codePoints())
                    .noneMatch(c -> Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.LINE_SEPARATOR);
        }
    }

    @Test
    void neitherDoBytesThatAreNoText() {
        long seed = Long.getLong("test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertThat(EventLine.printable(ByteString.copyFrom(bytes)).codePoints())
                    .as("-Dtest.seed=" + seed)
                    .noneMatch(Character::isISOControl);
        }
    }

    @Test
    void namesOfAnyLengthMakeALineOfBoundedLength() {
        String text = "x".repeat(100_000);
        for (Event.Builder event : events(text)) {
            assertThat(line(text, event)).hasSizeLessThan(1000);
        }
    }

    @Test
    void whatAnAgentTellsOfGapsIsCleanedToo() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LiveView view = new LiveView(new PrintStream(out, false, StandardCharsets.UTF_8), false, () -> "");

        view.show(EventBatch.newBuilder()
                .addGaps(Gap.newBuilder().setCause(HOSTILE))
                .build());

        assertThat(out.toString(StandardCharsets.UTF_8).strip().codePoints()).noneMatch(Character::isISOControl);
    }
}
