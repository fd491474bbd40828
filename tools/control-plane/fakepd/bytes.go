package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	driver "sigs.k8s.io/gcp-compute-persistent-disk-csi-driver/pkg/gce-pd-csi-driver"
)

// withBytes gives every disk and snapshot of the fake cloud a folder, and copies it where the cloud would copy bytes. A folder is made before
// the driver says that the thing is there, and goes after the thing, so that a call that is made twice changes nothing.
type withBytes struct {
	*driver.GCEControllerServer
	folder string
}

func (w *withBytes) disk(id string) string     { return filepath.Join(w.folder, "disks", flat(id)) }
func (w *withBytes) snapshot(id string) string { return filepath.Join(w.folder, "snapshots", flat(id)) }

// flat makes one name of an id such as projects/p/zones/z/disks/d.
func flat(id string) string { return strings.ReplaceAll(id, "/", "_") }

func (w *withBytes) CreateVolume(ctx context.Context, request *csi.CreateVolumeRequest) (*csi.CreateVolumeResponse, error) {
	answer, err := w.GCEControllerServer.CreateVolume(ctx, request)
	if err != nil {
		return nil, err
	}
	source := ""
	if from := request.GetVolumeContentSource(); from.GetSnapshot() != nil {
		source = w.snapshot(from.GetSnapshot().GetSnapshotId())
	} else if from.GetVolume() != nil {
		source = w.disk(from.GetVolume().GetVolumeId())
	}
	return answer, made(w.disk(answer.GetVolume().GetVolumeId()), source)
}

func (w *withBytes) CreateSnapshot(ctx context.Context, request *csi.CreateSnapshotRequest) (*csi.CreateSnapshotResponse, error) {
	answer, err := w.GCEControllerServer.CreateSnapshot(ctx, request)
	if err != nil {
		return nil, err
	}
	return answer, made(w.snapshot(answer.GetSnapshot().GetSnapshotId()), w.disk(request.GetSourceVolumeId()))
}

func (w *withBytes) DeleteVolume(ctx context.Context, request *csi.DeleteVolumeRequest) (*csi.DeleteVolumeResponse, error) {
	answer, err := w.GCEControllerServer.DeleteVolume(ctx, request)
	if err == nil {
		err = internal(os.RemoveAll(w.disk(request.GetVolumeId())))
	}
	return answer, err
}

func (w *withBytes) DeleteSnapshot(ctx context.Context, request *csi.DeleteSnapshotRequest) (*csi.DeleteSnapshotResponse, error) {
	answer, err := w.GCEControllerServer.DeleteSnapshot(ctx, request)
	if err == nil {
		err = internal(os.RemoveAll(w.snapshot(request.GetSnapshotId())))
	}
	return answer, err
}

// made makes a folder that is not there, empty or as another one is now. It appears whole or not at all.
func made(folder, source string) error {
	if _, err := os.Stat(folder); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return internal(err)
	}
	draft := folder + ".draft"
	if err := os.RemoveAll(draft); err != nil {
		return internal(err)
	}
	if err := os.MkdirAll(filepath.Dir(draft), 0o755); err != nil {
		return internal(err)
	}
	if source == "" {
		return internal(os.Mkdir(folder, 0o755))
	}
	// A source that is gone is an error: nobody may take an empty disk for a restored one.
	if err := os.CopyFS(draft, os.DirFS(source)); err != nil {
		return internal(err)
	}
	return internal(os.Rename(draft, folder))
}

func internal(err error) error {
	if err == nil {
		return nil
	}
	return status.Error(codes.Internal, err.Error())
}
