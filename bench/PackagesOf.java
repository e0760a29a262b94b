import io.jenkins.plugins.distrolessscan.engine.inventory.Inventory;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceReader;
import io.jenkins.plugins.distrolessscan.engine.probe.EvidenceWriter;

/** Prints the packages of evidence on standard input: type, name, version and the first place, divided by tabs. */
public final class PackagesOf {
    public static void main(String[] arguments) throws Exception {
        Evidence evidence = EvidenceReader.read(EvidenceWriter.compress(System.in.readAllBytes()));
        Inventory.of(evidence, 50_000)
                .items()
                .forEach(item -> System.out.println(item.type() + "\t" + item.name() + "\t" + item.version() + "\t" + item.location()));
    }
}
