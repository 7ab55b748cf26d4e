package io.vedette.core.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.event.CgroupFlyweight;
import io.vedette.core.event.DetailFlyweight;
import io.vedette.core.event.ExecFailedFlyweight;
import io.vedette.core.event.ExecFlyweight;
import io.vedette.core.event.ExitFlyweight;
import io.vedette.core.event.ForkFlyweight;
import io.vedette.core.event.Kinds;
import io.vedette.core.event.RecordFlyweight;
import io.vedette.core.event.RecordShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// A copy of a record, to look at after its handler returned. Text is ISO 8859-1: one char a byte.
final class CapturedRecord {

    private final UnsafeBuffer buffer;

    CapturedRecord(DirectBuffer from, int offset, int length) {
        byte[] bytes = new byte[length];
        from.getBytes(offset, bytes);
        buffer = new UnsafeBuffer(bytes);
        assertThat(view().isValid(length))
                .as("record of kind %d is valid", kind())
                .isTrue();
    }

    private RecordFlyweight view() {
        return switch (kind()) {
            case Kinds.EXEC, Kinds.RUNNING -> new ExecFlyweight().wrap(buffer, 0);
            case Kinds.EXEC_FAILED -> new ExecFailedFlyweight().wrap(buffer, 0);
            case Kinds.FORK -> new ForkFlyweight().wrap(buffer, 0);
            case Kinds.EXIT -> new ExitFlyweight().wrap(buffer, 0);
            case Kinds.CGROUP -> new CgroupFlyweight().wrap(buffer, 0);
            default -> detail();
        };
    }

    DetailFlyweight detail() {
        RecordShape shape = Objects.requireNonNull(RecordShape.of(kind()), "a shape of kind " + kind());
        return new DetailFlyweight().wrap(buffer, 0, shape);
    }

    /// A part of the tail of a record that has a [RecordShape].
    String part(int part) {
        return text(detail().partOffset(part), detail().partLength(part));
    }

    int kind() {
        return new ExecFlyweight().wrap(buffer, 0).kind();
    }

    RecordFlyweight header() {
        return view();
    }

    ExecFlyweight exec() {
        return new ExecFlyweight().wrap(buffer, 0);
    }

    ExecFailedFlyweight execFailed() {
        return new ExecFailedFlyweight().wrap(buffer, 0);
    }

    ForkFlyweight fork() {
        return new ForkFlyweight().wrap(buffer, 0);
    }

    ExitFlyweight exit() {
        return new ExitFlyweight().wrap(buffer, 0);
    }

    String binary() {
        return text(exec().binaryOffset(), exec().binaryLength());
    }

    String cwd() {
        return text(exec().cwdOffset(), exec().cwdLength());
    }

    /// Each variable with its NUL.
    String environment() {
        return text(exec().environmentOffset(), exec().environmentLength());
    }

    String comm() {
        return text(exec().process().commOffset(), exec().process().commLength());
    }

    String path() {
        return switch (kind()) {
            case Kinds.EXEC_FAILED ->
                text(execFailed().pathOffset(), execFailed().pathLength());
            case Kinds.CGROUP -> {
                CgroupFlyweight cgroup = new CgroupFlyweight().wrap(buffer, 0);
                yield text(cgroup.pathOffset(), cgroup.pathLength());
            }
            default -> text(exec().pathOffset(), exec().pathLength());
        };
    }

    /// The args as they are, each with its NUL.
    String rawArgs() {
        return kind() == Kinds.EXEC_FAILED
                ? text(execFailed().argsOffset(), execFailed().argsLength())
                : text(exec().argsOffset(), exec().argsLength());
    }

    List<String> args() {
        List<String> args = new ArrayList<>();
        StringBuilder arg = new StringBuilder();
        for (char c : rawArgs().toCharArray()) {
            if (c == 0) {
                args.add(arg.toString());
                arg.setLength(0);
            } else {
                arg.append(c);
            }
        }
        assertThat(arg).as("what follows the last NUL").isEmpty();
        return args;
    }

    private String text(int offset, int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
