package io.jenkins.plugins.distrolessscan.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A jar that an agent fetched from its controller, by the name that it gives itself: in the agent's cache it has none.
 *
 * @param bytes as it was sent
 */
record AgentJar(String name, long bytes) {
    /** The jars in the cache of an agent, the largest first. */
    static List<AgentJar> of(Path work) throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve("remoting/jarCache"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .map(AgentJar::read)
                    .sorted(Comparator.comparingLong(AgentJar::bytes).reversed())
                    .toList();
        }
    }

    static AgentJar read(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return new AgentJar(name(jar), Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(JarFile jar) throws IOException {
        List<? extends ZipEntry> maven = jar.stream()
                .filter(entry -> entry.getName().matches("META-INF/maven/.*/pom.properties"))
                .toList();
        if (maven.size() == 1) {
            Properties properties = new Properties();
            try (InputStream in = jar.getInputStream(maven.get(0))) {
                properties.load(in);
            }
            return properties.getProperty("artifactId");
        }
        if (jar.getManifest() != null) {
            Attributes attributes = jar.getManifest().getMainAttributes();
            for (String known : List.of("Bundle-SymbolicName", "Implementation-Title", "Automatic-Module-Name")) {
                if (attributes.getValue(known) != null) {
                    return attributes.getValue(known);
                }
            }
        }
        return jar.stream()
                .map(ZipEntry::getName)
                .filter(entry -> entry.endsWith(".class"))
                .findFirst()
                .orElse("without a name");
    }

    /** Which of these jars holds a class. */
    static List<String> with(Path work, String entry) throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve("remoting/jarCache"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> holds(file, entry))
                    .map(file -> read(file).name())
                    .toList();
        }
    }

    private static boolean holds(Path file, String entry) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return jar.getEntry(entry) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
