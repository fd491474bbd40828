// Command fakepd runs the Persistent Disk driver of GKE over its own fake of Compute Engine.
//
//	fakepd -endpoint unix:/tmp/csi.sock -project p -zone europe-west1-b -bytes /tmp/bytes -nodes node=europe-west1-b=3 -nodes …
//
// What is real: names, parameters and zones of disks, and every answer that the driver gives. With -bytes also what is on disks and in
// snapshots, as folders. What is not: quotas, attach limits.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"
	"time"

	"google.golang.org/api/compute/v1"
	"sigs.k8s.io/gcp-compute-persistent-disk-csi-driver/pkg/deviceutils"
	gce "sigs.k8s.io/gcp-compute-persistent-disk-csi-driver/pkg/gce-cloud-provider/compute"
	metadataservice "sigs.k8s.io/gcp-compute-persistent-disk-csi-driver/pkg/gce-cloud-provider/metadata"
	driver "sigs.k8s.io/gcp-compute-persistent-disk-csi-driver/pkg/gce-pd-csi-driver"
	"sigs.k8s.io/gcp-compute-persistent-disk-csi-driver/pkg/linkcache"
	mountmanager "sigs.k8s.io/gcp-compute-persistent-disk-csi-driver/pkg/mount-manager"
)

// driverName is the name that GKE's driver has.
const driverName = "pd.csi.storage.gke.io"

// nodes collects the flags that name simulated nodes: a prefix, a zone and a count each, so that thousands fit into a command line.
type nodes []string

func (n *nodes) String() string { return strings.Join(*n, ",") }

func (n *nodes) Set(value string) error {
	*n = append(*n, value)
	return nil
}

func main() {
	var all nodes
	endpoint := flag.String("endpoint", "", "socket to serve on, such as unix:/tmp/csi.sock")
	project := flag.String("project", "rehearsal", "project of the fake cloud")
	bytes := flag.String("bytes", "", "folder that gets a folder for each disk and each snapshot; none where it is empty")
	zone := flag.String("zone", "", "zone of the fake cloud")
	flag.Var(&all, "nodes", "simulated nodes as prefix=zone=count: prefix-0, prefix-1, …; several")
	flag.Parse()
	if *endpoint == "" || *zone == "" {
		fmt.Fprintln(os.Stderr, "fakepd: -endpoint and -zone are required")
		os.Exit(2)
	}
	if err := run(*endpoint, *project, *zone, *bytes, all); err != nil {
		log.Fatalf("fakepd: %v", err)
	}
}

func run(endpoint, project, zone, bytes string, all nodes) error {
	cloud, err := gce.CreateFakeCloudProvider(project, zone, nil)
	if err != nil {
		return fmt.Errorf("the fake cloud did not start: %w", err)
	}
	for _, some := range all {
		parts := strings.Split(some, "=")
		if len(parts) != 3 {
			return fmt.Errorf("-nodes is %q; it must be prefix=zone=count", some)
		}
		count, err := strconv.Atoi(parts[2])
		if err != nil {
			return fmt.Errorf("-nodes is %q; its count must be a number: %w", some, err)
		}
		for number := range count {
			name := fmt.Sprintf("%s-%d", parts[0], number)
			cloud.InsertInstance(&compute.Instance{Name: name, Disks: []*compute.AttachedDisk{}}, parts[1], name)
		}
	}
	d := driver.GetGCEDriver()
	mounter := mountmanager.NewFakeSafeMounter()
	nodeServer := driver.NewNodeServer(d, mounter, deviceutils.NewFakeDeviceUtils(true), metadataservice.NewFakeService(),
		mountmanager.NewFakeStatterWithOptions(mounter, mountmanager.FakeStatterOptions{}),
		&driver.NodeServerArgs{
			EnableDeviceInUseCheck: true,
			DeviceCache:            linkcache.NewTestDeviceCache(time.Minute, linkcache.NewTestNodeWithVolumes([]string{})),
		})
	controller := driver.NewControllerServer(d, cloud, 0, 5*time.Minute, nil, false, false,
		driver.MultiZoneVolumeHandleConfig{}, driver.ListVolumesConfig{}, driver.ProvisionableDisksConfig{}, true, &driver.GCEControllerServerArgs{})
	identity := driver.NewIdentityServer(d)
	if err := d.SetupGCEDriver(driverName, "rehearsal", nil, nil, identity, controller, nodeServer); err != nil {
		return fmt.Errorf("the driver did not start: %w", err)
	}
	if bytes == "" {
		d.Run(endpoint, 10000, false, nil)
		return nil
	}
	server := driver.NewNonBlockingGRPCServer(false, nil)
	server.Start(endpoint, identity, &withBytes{controller, bytes}, nodeServer)
	server.Wait()
	return nil
}
