package io.jenkins.plugins.distrolessscan;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Looks for a secret in every file of a folder that a Jenkins may be writing to: a file that is gone when it is its turn
 * (a save goes through a temporary one) holds nothing, any other that cannot be read is an error. Archives of code are
 * not looked at; compressed files are unpacked.
 */
public final class SecretSearch extends SimpleFileVisitor<Path> {
    private final String secret;
    private final List<Path> found = new ArrayList<>();
    private int read;

    private SecretSearch(String secret) {
        this.secret = secret;
    }

    /**
     * @return the files that hold the secret
     * @throws IOException when a file cannot be read, or there is none
     */
    public static List<Path> filesWith(Path folder, String secret) throws IOException {
        SecretSearch search = new SecretSearch(secret);
        Files.walkFileTree(folder, search);
        if (search.read == 0) {
            throw new NoSuchFileException(folder.toString(), null, "no file to search");
        }
        return search.found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        String name = file.toString();
        if (!attributes.isRegularFile() || name.endsWith(".jar") || name.endsWith(".jpi")) {
            return FileVisitResult.CONTINUE;
        }
        try {
            if (text(file).contains(secret)) {
                found.add(file);
            }
            read++;
        } catch (NoSuchFileException e) {
            // Gone meanwhile.
        }
        return FileVisitResult.CONTINUE;
    }

    private static String text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().endsWith(".gz")) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = in.readAllBytes();
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        return goOnWithout(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
        return goOnWithout(failure);
    }

    private static FileVisitResult goOnWithout(IOException failure) throws IOException {
        if (failure != null && !(failure instanceof NoSuchFileException)) {
            throw failure;
        }
        return FileVisitResult.CONTINUE;
    }
}
