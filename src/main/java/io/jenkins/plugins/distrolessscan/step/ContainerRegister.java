package io.jenkins.plugins.distrolessscan.step;

import com.google.common.hash.Hashing;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import hudson.util.XStream2;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The debug containers of all builds that were not seen to end: a small file each in the Jenkins home, written before the
 * container is added and removed when its end was seen. So a build that vanishes with a killed Jenkins, and one whose job was
 * renamed, leave a trace. It is bounded, and holds no secret.
 */
@Extension
public final class ContainerRegister extends ItemListener {
    /** More than that many containers of all builds cannot wait for their end: no further one is added then. */
    static final int MOST = 5_000;

    private static final Logger LOGGER = Logger.getLogger(ContainerRegister.class.getName());
    private static final XStream2 XSTREAM = new XStream2();

    static {
        XSTREAM.alias("debug-container", RegisteredContainer.class);
    }

    private final PodLeases leases = new PodLeases(this::containers);

    static ContainerRegister get() {
        return ExtensionList.lookupSingleton(ContainerRegister.class);
    }

    /** Who is at which pod; after a start, by what is registered. */
    PodLeases leases() {
        return leases;
    }

    /** @throws IOException when it cannot be stored, so that nothing may be added */
    synchronized void add(RegisteredContainer container) throws IOException {
        if (files().size() >= MOST) {
            throw new IOException(Messages.ContainerRegister_full(MOST, folder()));
        }
        Files.createDirectories(folder());
        file(container).write(container);
    }

    void remove(String podUid, String container) {
        delete(podUid, container);
        leases.ended(podUid, container);
    }

    private synchronized void delete(String podUid, String container) {
        try {
            Files.deleteIfExists(file(podUid, container).getFile().toPath());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "the end of debug container " + container + " could not be recorded", e);
        }
    }

    void remove(List<ScanState.Added> containers) {
        containers.forEach(container -> remove(container.podUid(), container.container()));
    }

    /** The build that has added these containers, under the name that its job has now. */
    Optional<Run<?, ?>> build(List<ScanState.Added> containers) {
        return containers.stream()
                .flatMap(container ->
                        read(file(container.podUid(), container.container()).getFile()).stream())
                .findFirst()
                .flatMap(ContainerRegister::build);
    }

    /** The build of a registered container; loads it. */
    static Optional<Run<?, ?>> build(RegisteredContainer container) {
        Job<?, ?> job = Jenkins.get().getItemByFullName(container.job(), Job.class);
        return job == null ? Optional.empty() : Optional.ofNullable(job.getBuildByNumber(container.build()));
    }

    /** All that is registered; a file that cannot be read is logged and passed over. */
    synchronized List<RegisteredContainer> containers() {
        List<RegisteredContainer> found = new ArrayList<>();
        for (Path path : files()) {
            read(path.toFile()).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<RegisteredContainer> read(File file) {
        if (!file.isFile()) {
            return Optional.empty();
        }
        try {
            return new XmlFile(XSTREAM, file).read() instanceof RegisteredContainer container
                    ? Optional.of(container)
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "cannot read " + file, e);
            return Optional.empty();
        }
    }

    @Override
    public synchronized void onLocationChanged(Item item, String oldFullName, String newFullName) {
        for (RegisteredContainer container : containers()) {
            if (container.job().equals(oldFullName)) {
                container.moveTo(newFullName);
                try {
                    file(container).write(container);
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, "the new name of " + oldFullName + " could not be recorded", e);
                }
            }
        }
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder(), "*.xml")) {
            stream.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return files;
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "cannot read " + folder(), e);
        }
        return files;
    }

    private static Path folder() {
        return Jenkins.get().getRootDir().toPath().resolve("distroless-scan").resolve("debug-containers");
    }

    private static XmlFile file(RegisteredContainer container) {
        return file(container.podUid(), container.container());
    }

    /** Both names come from an agent, so neither becomes a name of a file. */
    private static XmlFile file(String podUid, String container) {
        String name = Hashing.sha256()
                .hashString(podUid + "/" + container, StandardCharsets.UTF_8)
                .toString();
        return new XmlFile(XSTREAM, folder().resolve(name + ".xml").toFile());
    }
}
