/** @module The queries for cameras. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Cameras } from '@visage/contracts/camera.contract';
import { listCameras } from '../../api/camera.api.js';
import { listPhotos } from '../../api/photo.api.js';

export const camerasQuery = (eventId: string) =>
  queryOptions({ queryKey: ['event', eventId, 'cameras'], queryFn: () => listCameras(eventId) });

/** Some of its photos, to tell the camera by and to date one of them. */
const FEW = 24;

export const cameraPhotosQuery = (eventId: string, cameraId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'photos', 'few', cameraId],
    queryFn: () => listPhotos(eventId, { cameraId, limit: FEW }),
  });

/** A change of times, after which everything that is in their order is fetched anew. */
export function useTimeChange<T>(
  eventId: string,
  change: (value: T) => Promise<Cameras>,
  onDone?: () => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (cameras) => {
      queryClient.setQueryData(camerasQuery(eventId).queryKey, cameras);
      await queryClient.invalidateQueries({ queryKey: ['event', eventId] });
      onDone?.();
    },
  });
}
