package io.jenkins.plugins.distrolessscan.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The files that say how to reach a demo cluster: {@code kubeconfig}, {@code server}, {@code token} and {@code ca.pem}.
 * Two of them hold the token; all are readable for their owner alone (mode 0600).
 *
 * @param folder where they are
 */
public record DemoFiles(Path folder) {
    /** Writes all four, in place of earlier ones; the folder is created (mode 0700) if needed. */
    public static DemoFiles write(DemoCluster cluster, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder, permissions("rwx------"));
        }
        DemoFiles files = new DemoFiles(folder);
        files.write("kubeconfig", cluster.kubeconfig());
        files.write("server", cluster.server() + "\n");
        files.write("token", cluster.token() + "\n");
        files.write("ca.pem", cluster.caCertificate());
        return files;
    }

    private void write(String name, String text) throws IOException {
        // Made anew with its rights, so that not even for a moment somebody else may read it, nor a link leads
        // elsewhere.
        Path part = Files.createTempFile(folder, "." + name, ".part", permissions("rw-------"));
        Files.write(part, text.getBytes(StandardCharsets.US_ASCII));
        Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes the four files; whatever else is in the folder stays. */
    public void delete() {
        for (String name : List.of("kubeconfig", "server", "token", "ca.pem")) {
            try {
                Files.deleteIfExists(folder.resolve(name));
            } catch (IOException e) {
                // The token in it is worth nothing any more.
            }
        }
    }

    /** None where the file system knows no such rights. */
    private static FileAttribute<?>[] permissions(String rights) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    /** For {@code scan --kubeconfig}, or a Jenkins credential of the kind secret file. */
    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }
}
