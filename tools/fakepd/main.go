// Command fakepd runs the Persistent Disk driver of GKE over its own fake of Compute Engine.
//
//	fakepd -endpoint unix:/tmp/csi.sock -project p -zone europe-west1-b -node node-1=europe-west1-b -node …
//
// What is real: names, parameters and zones of disks, and every answer that the driver gives. What is not: bytes, quotas, attach limits.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
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

// nodes collects the flags that name simulated nodes.
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
	zone := flag.String("zone", "", "zone of the fake cloud")
	flag.Var(&all, "node", "simulated node as name=zone; several")
	flag.Parse()
	if *endpoint == "" || *zone == "" {
		fmt.Fprintln(os.Stderr, "fakepd: -endpoint and -zone are required")
		os.Exit(2)
	}
	if err := run(*endpoint, *project, *zone, all); err != nil {
		log.Fatalf("fakepd: %v", err)
	}
}

func run(endpoint, project, zone string, all nodes) error {
	cloud, err := gce.CreateFakeCloudProvider(project, zone, nil)
	if err != nil {
		return fmt.Errorf("the fake cloud did not start: %w", err)
	}
	for _, node := range all {
		name, place, found := strings.Cut(node, "=")
		if !found {
			return fmt.Errorf("-node is %q; it must be name=zone", node)
		}
		cloud.InsertInstance(&compute.Instance{Name: name, Disks: []*compute.AttachedDisk{}}, place, name)
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
	if err := d.SetupGCEDriver(driverName, "rehearsal", nil, nil, driver.NewIdentityServer(d), controller, nodeServer); err != nil {
		return fmt.Errorf("the driver did not start: %w", err)
	}
	d.Run(endpoint, 10000, false, nil)
	return nil
}
