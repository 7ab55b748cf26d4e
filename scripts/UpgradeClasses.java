import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Gives the classes of jars that were compiled for Java 5 the form of Java 8: what is older than Java 6 is left out of
/// the JVM's archive, and would be read, parsed and verified at every start.
///
///     java UpgradeClasses.java JAR...
final class UpgradeClasses {

    private static final int OLDEST_ARCHIVED = ClassFile.JAVA_6_VERSION;

    /// Method bodies are taken apart and put together again: else they would be copied as they are.
    private static final ClassTransform UPGRADE = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen((builder, element) -> builder.with(
                    element instanceof ClassFileVersion
                            ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                            : element));

    private UpgradeClasses() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            upgrade(Path.of(jar));
        }
    }

    private static void upgrade(Path jar) throws IOException {
        URL[] all = {jar.toUri().toURL()};
        try (URLClassLoader classes = new URLClassLoader(all);
                FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            // Classes of this age have no frames, which the verifier of later ones starts from.
            ClassFile form = ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS, ClassFile.ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.ofResourceParsing(classes).orElse(ClassHierarchyResolver.defaultResolver())));
            for (Path file : listClasses(files.getPath("/"))) {
                byte[] bytes = Files.readAllBytes(file);
                var parsed = form.parse(bytes);
                if (parsed.majorVersion() < OLDEST_ARCHIVED) {
                    Files.write(file, form.transformClass(parsed, UPGRADE));
                }
            }
        }
    }

    private static List<Path> listClasses(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }
}
